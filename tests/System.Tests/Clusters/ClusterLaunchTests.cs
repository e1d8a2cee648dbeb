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
        // Each silo has a server of its own, so that the mails say who sent them; four senders leave most of a batch unclaimed. The servers are
        // quick: a batch that comes to another silo waits there behind those that it has.
        await using var servers = new ServerPerSilo(3, TimeSpan.FromMilliseconds(10));
        await using var cluster = new TestCluster(await postgres.EmptyDatabaseAsync()).Set("Sending__WorkerCount", "4");
        foreach (var server in servers.All)
        {
            await cluster.SendTo(server.Port).StartAsync(1);
        }

        await using var workspace = new Workspace { Cluster = cluster.Database };
        var addresses = Addresses(16_000);
        var process = workspace.Launch(workspace.Contacts(addresses), "loss");
        await servers.All[1].WhenAcceptedAsync(400);

        var started = TimeProvider.System.GetTimestamp();
        await cluster.Seats[1].KillAsync();
        var pending = BatchProgress.Of(servers.All[1].Deliveries).Where(static batch => batch.Value < 400).Select(static batch => batch.Key).ToList();
        Assert.NotEmpty(pending);
        await Eventually.TrueAsync(
            () => BatchProgress.Of(servers.All[0].Deliveries.Concat(servers.All[2].Deliveries)) is var others && pending.TrueForAll(others.ContainsKey),
            () => $"of {string.Join(", ", pending)} not all go on; {process}",
            TimeSpan.FromSeconds(60));
        var took = TimeProvider.System.GetElapsedTime(started);
        log.WriteLine($"{pending.Count} batches of the killed silo went on elsewhere, the last of them {took.TotalSeconds:0.0} s after the kill");

        Assert.True(await process.ExitAsync(TimeSpan.FromMinutes(4)) == 0, process.ToString());
        var counts = servers.AcceptedByRecipient();
        Assert.Empty(addresses.Except(counts.Keys));

        // Of each of its four senders what it had on the wire, and what had been answered a moment before and was not in the ledger yet.
        Assert.InRange(counts.Values.Sum() - addresses.Count, 0, 4 * 2 * 25);
        Assert.True(took < TimeSpan.FromSeconds(10), $"It took {took.TotalSeconds:0.0} s.");
    }

    private static List<string> Addresses(int count) => [.. Enumerable.Range(0, count).Select(i => $"user{i}@example{i % 500}.test")];
}
