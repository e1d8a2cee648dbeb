using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Clusters;
using EmailCampaign.Testing.Processes;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.SystemTests.Clusters;

/// <summary>More silos send more. How much more: <c>bench/Chaos --elasticity</c>.</summary>
[Collection(TestGroups.Measured)]
public sealed class ElasticityTests(PostgresFixture postgres, ITestOutputHelper log)
{
    private const int Workers = 4;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Start_SecondSiloInTheMiddle_ShowsInTheRateWithinFiveSeconds()
    {
        // So slow a server that the machine is not what limits the rate.
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Dot, new SmtpAction.Delay(TimeSpan.FromMilliseconds(100))));
        await using var cluster = new TestCluster(await postgres.EmptyDatabaseAsync()).SendTo(server.Port).Set("Sending__WorkerCount", $"{Workers}");
        await cluster.StartAsync(1);
        await using var workspace = new Workspace { Cluster = cluster.Database };
        var addresses = Enumerable.Range(0, 10_000).Select(static i => $"user{i}@example{i % 500}.test");
        var console = workspace.Launch(workspace.Contacts(addresses), "grows");
        await server.WhenAcceptedAsync(2 * Workers * 25).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        var meter = new RateMeter(() => server.AcceptedCount, Window);
        await meter.FullAsync();
        var one = meter.PerSecond;

        await cluster.StartAsync(1);
        var ready = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(() => meter.Sample() > 1.5 * one, () => $"{one:0}/s with one silo, {meter.PerSecond:0}/s with two; {console}", Promise);

        log.WriteLine($"{one:0}/s with one silo, {meter.PerSecond:0}/s {TimeProvider.System.GetElapsedTime(ready).TotalSeconds:0.0} s after the second was ready");
    }
}
