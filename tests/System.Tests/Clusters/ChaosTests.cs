using EmailCampaign.Testing.Clusters.Chaos;

namespace EmailCampaign.SystemTests.Clusters;

/// <summary>
/// Whatever happens to the silos and the database of a cluster at work, the ledger's word on every recipient is true. More and larger
/// rounds: <c>bench/Chaos</c>.
/// </summary>
public sealed class ChaosTests(PostgresFixture postgres, ITestOutputHelper log)
{
    // The seeds are chosen for what they draw: both guarantees meet a kill, a drain, both kinds of hang and a crash of the database.
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task Chaos_KillsHangsDrainsAndCrashes_LoseNothingAndNameEveryDuplicate(int seed, bool atMostOnce)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        var database = await postgres.ServerAsync();
        Assert.SkipUnless(database.IsOwn, "The given PostgreSQL server is not ours to stop.");
        var options = new ChaosOptions(seed) { Contacts = 8_000, Events = 5, AtMostOnce = atMostOnce, Limit = TimeSpan.FromMinutes(3) };

        var result = await ChaosRound.RunAsync(options, database, TestContext.Current.CancellationToken);

        log.WriteLine($"{result}");
        Assert.True(result.Problems.Count == 0, $"{result}\n{result.Details}");
        Assert.Equal(0, result.Audit.Lost);
        Assert.Equal(8_000, result.Audit.Sent + result.Audit.InDoubt);
        Assert.InRange(result.Audit.Duplicates, 0, atMostOnce ? 0 : result.Audit.Doubts);
    }
}
