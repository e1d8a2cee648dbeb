using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Clusters;
using EmailCampaign.Testing.Smtp;
using Npgsql;

namespace EmailCampaign.SystemTests.Clusters;

/// <summary>A silo that is cut off from some of what it needs, and not from the rest: nobody is mailed twice but from a slice that was claimed.</summary>
public sealed class NetworkSplitTests(PostgresFixture postgres, ITestOutputHelper log)
{
    private const int WorkerCount = 4;
    private const int Contacts = 9_000;

    private static readonly TimeSpan MailTime = TimeSpan.FromMilliseconds(15);

    [Fact]
    public async Task Split_FromTheOtherSilosOnly_LosesNobodyAndDoublesOnlyWhatWasClaimed()
    {
        var (hosts, reason) = await NetworkHosts.TryCreateAsync(3);
        Assert.SkipWhen(hosts is null, $"Network split: {reason}.");
        await using var _ = hosts;
        await using var smtp = SlowServer();
        await using var smtpWay = new CuttableProxy(hosts.Outside, smtp.Port);
        await using var databaseWay = await DatabaseWayAsync(hosts.Outside);
        await using var cluster = new TestCluster(await postgres.EmptyDatabaseAsync());
        cluster.SendTo(smtpWay.Port).Set("Providers__smtp__Host", hosts.Outside).Set("Sending__WorkerCount", $"{WorkerCount}");
        var database = Through(cluster.Database, hosts.Outside, databaseWay.Port);
        for (var silo = 0; silo < 3; silo++)
        {
            await cluster.StartAsync(hosts.Host(silo), database);
        }

        await using var workspace = new Workspace { Cluster = cluster.Database };
        var addresses = Addresses();
        var process = workspace.Launch(workspace.Contacts(addresses), "split");
        await smtp.WhenAcceptedAsync(1_000);

        await hosts.CutAsync(1, 0);
        await hosts.CutAsync(1, 2);
        var started = TimeProvider.System.GetTimestamp();
        var (gone, exitCode) = await Task.WhenAny(cluster.Seats.Select(
            static async seat => (seat, await seat.Process!.ExitAsync(TimeSpan.FromMinutes(2))))).Unwrap();
        log.WriteLine($"silo {gone.Number} gave up {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s after the cut");
        await hosts.MendAsync(1, 0);
        await hosts.MendAsync(1, 2);
        Assert.Equal((1, 1), (gone.Number, exitCode)); // whatever runs it starts it again
        await gone.StartAsync();

        Assert.True(await process.ExitAsync(TimeSpan.FromMinutes(3)) is 0 or 1, process.ToString());
        await AssertTrueAsync(workspace, "split", addresses, smtp);
    }

    [Fact]
    public async Task Split_FromTheDatabaseAndTheServerOnly_LosesNobodyAndDoublesOnlyWhatWasClaimed()
    {
        await using var smtp = SlowServer();
        await using var smtpWay = new CuttableProxy("127.0.0.1", smtp.Port);
        await using var databaseWay = await DatabaseWayAsync("127.0.0.1");
        await using var cluster = new TestCluster(await postgres.EmptyDatabaseAsync());
        cluster.Set("Sending__WorkerCount", $"{WorkerCount}");
        await cluster.SendTo(smtp.Port).StartAsync(2);
        var cut = await cluster.SendTo(smtpWay.Port).StartAsync(SiloHost.Here, Through(cluster.Database, "127.0.0.1", databaseWay.Port));
        await using var workspace = new Workspace { Cluster = cluster.Database };
        var addresses = Addresses();
        var process = workspace.Launch(workspace.Contacts(addresses), "apart");
        await smtp.WhenAcceptedAsync(1_000);

        smtpWay.Cut();
        databaseWay.Cut();
        await smtp.WhenAcceptedAsync(4_000); // the others go on

        databaseWay.Mend();
        smtpWay.Mend();
        Assert.True(await process.ExitAsync(TimeSpan.FromMinutes(4)) is 0 or 1, $"{process}{cut}");
        await AssertTrueAsync(workspace, "apart", addresses, smtp);
    }

    private static ScriptedSmtpServer SlowServer() => ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Dot, new SmtpAction.Delay(MailTime)));

    private async Task<CuttableProxy> DatabaseWayAsync(string address)
    {
        var server = await postgres.ServerAsync();
        Assert.SkipUnless(server.IsOwn, "The database is not on this machine.");
        return new CuttableProxy(address, server.Port);
    }

    private static string Through(string database, string host, int port)
        => new NpgsqlConnectionStringBuilder(database) { Host = host, Port = port }.ToString();

    private static List<string> Addresses() => [.. Enumerable.Range(0, Contacts).Select(i => $"user{i}@example{i % 500}.test")];

    private async Task AssertTrueAsync(Workspace workspace, string id, List<string> addresses, ScriptedSmtpServer smtp)
    {
        var status = await workspace.StatusAsync(id);
        Assert.Equal("completed", status.Phase);
        var counts = smtp.AcceptedByRecipient();
        var recipients = (await workspace.RecipientsAsync(id)).ToDictionary(static recipient => recipient.Email);
        var twice = counts.Where(static count => count.Value > 1).ToList();
        log.WriteLine($"{twice.Count} were mailed twice, {status.Recipients.InDoubt} are in doubt");
        Assert.All(addresses.Except(counts.Keys), address => Assert.Equal("in-doubt", recipients[address].Status));
        Assert.All(twice, count => Assert.True(count.Value == 2 && recipients[count.Key].Doubts > 0, $"{count.Value} mails; {recipients[count.Key]}"));
        Assert.InRange(twice.Count, 0, WorkerCount * 25);
    }
}
