using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Clusters;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.SystemTests.Clusters;

/// <summary>Several campaigns at once: a small one never waits behind another.</summary>
[Collection(TestGroups.Measured)]
public sealed class FairSharingTests(PostgresFixture postgres, ITestOutputHelper log)
{
    private const int Small = 500;
    private const int Large = 20_000;

    [Fact]
    public async Task Launch_BesidePausedThrottledAndLargeCampaigns_TakesAtMostThreeTimesItsTimeAlone()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Dot, new SmtpAction.Delay(TimeSpan.FromMilliseconds(150))));
        await using var cluster = new TestCluster(await postgres.EmptyDatabaseAsync()).SendTo(server.Port);
        await cluster.StartAsync(2);
        await using var workspace = new Workspace { Cluster = cluster.Database };

        var alone = await TimeAsync(workspace, "alone");

        (await LaunchAsync(workspace, "throttled", Small, "--rate", "1/s", "--no-watch")).AssertExit(0);
        (await LaunchAsync(workspace, "paused", 4 * Small, "--no-watch")).AssertExit(0);
        (await workspace.RunAsync("pause", "paused")).AssertExit(0);
        var besideIdle = await TimeAsync(workspace, "beside-idle");

        (await LaunchAsync(workspace, "large", Large, "--no-watch")).AssertExit(0);
        await server.WhenAcceptedAsync(server.AcceptedCount + 500).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        var besideLarge = await TimeAsync(workspace, "beside-large");

        log.WriteLine($"alone {alone.TotalSeconds:0.0} s, beside a paused and a throttled one {besideIdle.TotalSeconds:0.0} s, and a large one {besideLarge.TotalSeconds:0.0} s");
        var large = await workspace.StatusAsync("large");
        Assert.True(large.Phase == "sending", $"The large one was over first, so nothing is shown: {large}");
        Assert.Equal("paused", (await workspace.StatusAsync("paused")).Phase);
        Assert.InRange((await workspace.StatusAsync("throttled")).Recipients.Sent, 1, Small - 1);
        Assert.InRange(besideIdle, TimeSpan.Zero, 3 * alone);
        Assert.InRange(besideLarge, TimeSpan.Zero, 3 * alone);
    }

    private static async Task<TimeSpan> TimeAsync(Workspace workspace, string id)
    {
        var started = TimeProvider.System.GetTimestamp();
        (await LaunchAsync(workspace, id, Small)).AssertExit(0);
        return TimeProvider.System.GetElapsedTime(started);
    }

    private static Task<ConsoleRun> LaunchAsync(Workspace workspace, string id, int count, params IEnumerable<string> more)
    {
        var addresses = Enumerable.Range(0, count).Select(i => $"{id}{i}@example{i % 500}.test");
        return workspace.LaunchAsync(workspace.Contacts(addresses, $"{id}.csv"), id, more);
    }
}
