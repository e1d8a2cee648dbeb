using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Clusters;
using EmailCampaign.Testing.Processes;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.SystemTests.Clusters;

/// <summary>The silos of a cluster are replaced by those of the next build, one after the other, while a campaign is sent.</summary>
public sealed class RollingUpgradeTests(PostgresFixture postgres, ITestOutputHelper log)
{
    // Whose silos are replaced: the commit before the last change of what silos and consoles say to each other.
    private static readonly string PreviousCommit = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "previous-build.txt")).Trim();

    [Fact]
    public async Task Replace_EachSiloByTheNextBuild_EveryoneIsMailedOnce()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        var (previous, reason) = await PreviousBuild.TryMakeAsync(PreviousCommit);
        Assert.SkipUnless(previous is not null || ForeignTool.Required, $"Previous build: {reason}.");
        Assert.True(previous is not null, reason);
        log.WriteLine($"The silos that are replaced: {previous.Description}.");
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Dot, new SmtpAction.Delay(TimeSpan.FromMilliseconds(50))));
        await using var cluster = new TestCluster(await postgres.EmptyDatabaseAsync()).SendTo(server.Port);
        for (var silo = 0; silo < 3; silo++)
        {
            await cluster.StartAsync(SiloHost.Here, cluster.Database, previous.Program);
        }

        await using var workspace = new Workspace { Cluster = cluster.Database };
        var addresses = Enumerable.Range(0, 15_000).Select(static i => $"user{i}@example{i % 500}.test").ToList();
        var console = workspace.Launch(workspace.Contacts(addresses), "upgrade");
        await server.WhenAcceptedAsync(1_500).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        foreach (var seat in cluster.Seats)
        {
            Assert.True(await seat.StopAsync() == 0, seat.ToString());
            seat.Program = SiloSeat.ThisBuild;
            await seat.StartAsync();
            var mixed = server.AcceptedCount;
            log.WriteLine($"silo {seat.Number} is replaced at {mixed} mails");
            Assert.True(seat.Number > 0 || mixed < addresses.Count, "It was over before the builds were mixed: nothing is shown.");
            await server.WhenAcceptedAsync(Math.Min(mixed + 500, addresses.Count)).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        }

        (await Workspace.EndAsync(console)).AssertExit(0);
        var counts = server.AcceptedByRecipient();
        Assert.Equal(addresses.Count, counts.Count);
        Assert.All(counts, static count => Assert.Equal(1, count.Value));
        var ledger = await workspace.RecipientsAsync("upgrade");
        Assert.Equal(addresses.Count, ledger.Count);
        Assert.All(ledger, static recipient => Assert.Equal(("sent", 0), (recipient.Status, recipient.Doubts)));
        Assert.Equal(addresses.Count, (await workspace.StatusAsync("upgrade")).Recipients.Sent);
    }
}
