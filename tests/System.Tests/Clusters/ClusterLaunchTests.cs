using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Clusters;
using EmailCampaign.Testing.Processes;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.SystemTests.Clusters;

/// <summary>The main job over three silos and PostgreSQL, and what the loss of a silo does to it.</summary>
public sealed class ClusterLaunchTests(PostgresFixture postgres, ITestOutputHelper log)
{
    [Fact]
    public async Task Launch_ThreeSilos_EveryoneIsMailedOnceAndTheWorkIsSpread()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var cluster = new TestCluster(await postgres.EmptyDatabaseAsync()).SendTo(server.Port);
        await cluster.StartAsync(3);
        await using var workspace = new Workspace { Cluster = cluster.Database };
        var addresses = Addresses(15_000);

        (await workspace.LaunchAsync(workspace.Contacts(addresses), "wide")).AssertExit(0);

        var counts = server.AcceptedByRecipient();
        Assert.Equal(15_000, counts.Count);
        Assert.All(counts.Values, static count => Assert.Equal(1, count));
        Assert.Equal(15_000, (await workspace.StatusAsync("wide")).Recipients.Sent);
        var shares = new List<double>();
        foreach (var seat in cluster.Seats)
        {
            shares.Add(await Scrape.CounterAsync(seat.MetricsPort, "email_sent_total"));
        }

        log.WriteLine($"sent by silo: {string.Join(", ", shares)}");
        Assert.Equal(15_000, shares.Sum());
        Assert.All(shares, static share => Assert.InRange(share, 5_000 * 0.8, 5_000 * 1.2));
    }

    [Fact]
    public async Task Kill_OneOfThree_ItsBatchesAreSentAgainWithinTenSeconds()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Dot, new SmtpAction.Delay(TimeSpan.FromMilliseconds(20))));
        await using var cluster = new TestCluster(await postgres.EmptyDatabaseAsync()).SendTo(server.Port);
        await cluster.StartAsync(3);
        await using var workspace = new Workspace { Cluster = cluster.Database };
        var addresses = Addresses(30_000);
        var process = workspace.Launch(workspace.Contacts(addresses), "loss");
        await server.WhenAcceptedAsync(5_000);

        var before = BatchProgress.Of(server.Deliveries);
        var started = TimeProvider.System.GetTimestamp();
        await cluster.Seats[1].KillAsync();
        var moving = before.Where(static batch => batch.Value < 450).Select(static batch => batch.Key).ToList();
        await Eventually.TrueAsync(
            () => BatchProgress.Of(server.Deliveries) is var now && moving.TrueForAll(batch => now[batch] > before[batch]),
            () => $"batches {string.Join(", ", moving.Where(batch => BatchProgress.Of(server.Deliveries)[batch] == before[batch]))} stand still; {process}",
            TimeSpan.FromSeconds(30));
        var took = TimeProvider.System.GetElapsedTime(started);
        log.WriteLine($"{moving.Count} batches were on their way; all went on {took.TotalSeconds:0.0} s after the kill");

        Assert.True(await process.ExitAsync(TimeSpan.FromMinutes(4)) is 0 or 1, process.ToString());
        var counts = server.AcceptedByRecipient();
        Assert.Empty(addresses.Except(counts.Keys));
        Assert.InRange(counts.Values.Sum() - addresses.Count, 0, 500);
        Assert.True(took < TimeSpan.FromSeconds(10), $"It took {took.TotalSeconds:0.0} s.");
    }

    private static List<string> Addresses(int count) => [.. Enumerable.Range(0, count).Select(i => $"user{i}@example{i % 500}.test")];
}
