using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Clusters;
using EmailCampaign.Testing.Processes;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.SystemTests.Clusters;

/// <summary>The database of a cluster crashes in the middle of a campaign and comes back.</summary>
public sealed class DatabaseAwayTests(PostgresFixture postgres, ITestOutputHelper log)
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(15);

    // No mail is started later than this after its claim, and no claim is made without the database.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Database_CrashesAndComesBack_SendingStopsAndGoesOnByItselfAndNothingIsLost()
    {
        var database = await postgres.ServerAsync();
        Assert.SkipUnless(database.IsOwn, "The given PostgreSQL server is not ours to stop.");
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Dot, new SmtpAction.Delay(TimeSpan.FromMilliseconds(50))));
        await using var cluster = new TestCluster(await postgres.EmptyDatabaseAsync()).SendTo(server.Port);
        await cluster.StartAsync(3);
        await using var workspace = new Workspace { Cluster = cluster.Database };
        var addresses = Enumerable.Range(0, 6_000).Select(static i => $"user{i}@example{i % 500}.test").ToList();
        var console = workspace.Launch(workspace.Contacts(addresses), "outage");
        await server.WhenAcceptedAsync(1_500).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        await database.StopAsync();
        var stopped = server.AcceptedCount;
        await Task.Delay(Lease, TestContext.Current.CancellationToken);
        var quiet = server.AcceptedCount;
        await Task.Delay(Away - Lease, TestContext.Current.CancellationToken);
        Assert.Equal(quiet, server.AcceptedCount);
        Assert.True(quiet < addresses.Count, "It was over before the database was away: nothing is shown.");

        await database.StartAgainAsync(TestContext.Current.CancellationToken);
        var started = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(() => server.AcceptedCount > quiet, () => string.Join('\n', cluster.Seats));
        var took = TimeProvider.System.GetElapsedTime(started);
        log.WriteLine($"{quiet - stopped} mails ended after the crash; sending went on {took.TotalSeconds:0.0} s after the database");

        var run = await Workspace.EndAsync(console);
        Assert.All(cluster.Seats, static seat => Assert.True(seat.IsRunning, seat.ToString()));
        var counts = server.AcceptedByRecipient();
        var ledger = await workspace.RecipientsAsync("outage");
        var doubtful = ledger.Where(static recipient => recipient.Status == "in-doubt").Select(static recipient => recipient.Email).ToList();
        log.WriteLine($"{counts.Values.Sum() - counts.Count} duplicates, {ledger.Sum(static recipient => recipient.Doubts)} doubts, {doubtful.Count} left in doubt");
        run.AssertExit(doubtful.Count == 0 ? 0 : 1);
        Assert.Empty(addresses.Except(counts.Keys).Except(doubtful));
        Assert.All(ledger, recipient => Assert.True(counts.GetValueOrDefault(recipient.Email) <= 1 + recipient.Doubts, recipient.ToString()));
        Assert.Equal(addresses.Count - doubtful.Count, (await workspace.StatusAsync("outage")).Recipients.Sent);
    }
}
