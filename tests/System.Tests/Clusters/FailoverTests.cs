using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Clusters;
using EmailCampaign.Testing.Postgres;
using EmailCampaign.Testing.Smtp;
using Npgsql;

namespace EmailCampaign.SystemTests.Clusters;

/// <summary>The database server dies, and its synchronous standby takes over.</summary>
public sealed class FailoverTests(PostgresFixture postgres, ITestOutputHelper log)
{
    [Fact]
    public async Task Failover_ToTheSynchronousStandby_LosesNothingAndNamesEveryDuplicate()
    {
        Assert.SkipUnless((await postgres.ServerAsync()).IsOwn, "The given PostgreSQL server is not ours to stop.");
        await using var primary = (await PostgresServer.TryStartAsync(TestContext.Current.CancellationToken)).Server!;
        var database = new NpgsqlConnectionStringBuilder(await primary.CreateDatabaseAsync(TestContext.Current.CancellationToken));
        await using var standby = await primary.AddStandbyAsync(TestContext.Current.CancellationToken);
        database.Host = $"127.0.0.1:{primary.Port},127.0.0.1:{standby.Port}";
        database.Remove("Port");
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Dot, new SmtpAction.Delay(TimeSpan.FromMilliseconds(50))));
        await using var cluster = new TestCluster($"{database};Target Session Attributes=primary").SendTo(server.Port);
        await cluster.StartAsync(2);
        await using var workspace = new Workspace { Cluster = cluster.Database };
        var addresses = Enumerable.Range(0, 5_000).Select(static i => $"user{i}@example{i % 500}.test").ToList();
        var console = workspace.Launch(workspace.Contacts(addresses), "failover");
        await server.WhenAcceptedAsync(1_000).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        await primary.StopAsync();
        var stopped = server.AcceptedCount;
        await standby.PromoteAsync();
        var promoted = TimeProvider.System.GetTimestamp();
        await server.WhenAcceptedAsync(stopped + 1_000).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        log.WriteLine($"a thousand more mails {TimeProvider.System.GetElapsedTime(promoted).TotalSeconds:0.0} s after the standby took over");

        var run = await Workspace.EndAsync(console);
        Assert.All(cluster.Seats, static seat => Assert.True(seat.IsRunning, seat.ToString()));
        var counts = server.AcceptedByRecipient();
        var ledger = await workspace.RecipientsAsync("failover");
        var doubtful = ledger.Where(static recipient => recipient.Status == "in-doubt").Select(static recipient => recipient.Email).ToList();
        log.WriteLine($"{counts.Values.Sum() - counts.Count} duplicates, {ledger.Sum(static recipient => recipient.Doubts)} doubts, {doubtful.Count} left in doubt");
        run.AssertExit(doubtful.Count == 0 ? 0 : 1);
        Assert.Equal(addresses.Count, ledger.Count);
        Assert.Empty(addresses.Except(counts.Keys).Except(doubtful));
        Assert.All(ledger, recipient => Assert.True(counts.GetValueOrDefault(recipient.Email) <= 1 + recipient.Doubts, recipient.ToString()));
    }
}
