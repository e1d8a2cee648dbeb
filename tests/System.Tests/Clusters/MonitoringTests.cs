using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Clusters;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.SystemTests.Clusters;

public sealed class MonitoringTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Dump()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var cluster = new TestCluster(await postgres.EmptyDatabaseAsync()).SendTo(server.Port).Set("Providers__smtp__Limits__PerDay", "100000");
        await cluster.StartAsync(2);
        await using var workspace = new Workspace { Cluster = cluster.Database };
        (await workspace.LaunchAsync(workspace.Contacts(Enumerable.Range(0, 5_000).Select(static i => $"user{i}@example{i % 500}.test")), "wide")).AssertExit(0);
        using var http = new HttpClient();
        foreach (var seat in cluster.Seats)
        {
            await File.WriteAllTextAsync($"/tmp/wtm/silo{seat.Number}.txt", await http.GetStringAsync(new Uri($"http://127.0.0.1:{seat.MetricsPort}/metrics"), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        }
    }
}
