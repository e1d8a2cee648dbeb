using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Clusters;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.SystemTests.Clusters;

/// <summary>A silo of three is stopped as a deployment stops it, in the middle of a campaign.</summary>
public sealed class ClusterDrainTests(PostgresFixture postgres, ITestOutputHelper log)
{
    // Sending:DrainTimeout, and what the silo itself may take after it.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30 + 15);

    [Fact]
    public async Task Terminate_OneOfThree_EndsInOrderAndNobodyIsInDoubtOrMailedTwice()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Dot, new SmtpAction.Delay(TimeSpan.FromMilliseconds(50))));
        await using var cluster = new TestCluster(await postgres.EmptyDatabaseAsync()).SendTo(server.Port);
        await cluster.StartAsync(3);
        await using var workspace = new Workspace { Cluster = cluster.Database };
        var addresses = Enumerable.Range(0, 10_000).Select(static i => $"user{i}@example{i % 500}.test").ToList();
        var console = workspace.Launch(workspace.Contacts(addresses), "drain");
        await server.WhenAcceptedAsync(2_500).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        var started = TimeProvider.System.GetTimestamp();
        var exit = await cluster.Seats[1].StopAsync();
        var took = TimeProvider.System.GetElapsedTime(started);
        log.WriteLine($"the silo ended {took.TotalSeconds:0.0} s after SIGTERM, with {server.AcceptedCount} of {addresses.Count} mails sent");

        Assert.True(exit == 0, cluster.Seats[1].ToString());
        Assert.True(took < Bound, $"It took {took.TotalSeconds:0.0} s.");
        Assert.True(server.AcceptedCount < addresses.Count, "It was over before the silo had ended: nothing is shown.");
        (await Workspace.EndAsync(console)).AssertExit(0);
        var counts = server.AcceptedByRecipient();
        Assert.Equal(addresses.Count, counts.Count);
        Assert.All(counts, static count => Assert.Equal(1, count.Value));
        var ledger = await workspace.RecipientsAsync("drain");
        Assert.Equal(addresses.Count, ledger.Count);
        Assert.All(ledger, static recipient => Assert.Equal(("sent", 0), (recipient.Status, recipient.Doubts)));
        Assert.Equal(addresses.Count, (await workspace.StatusAsync("drain")).Recipients.Sent);
    }
}
