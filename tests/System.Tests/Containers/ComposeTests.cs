using System.Text.Json;
using EmailCampaign.SystemTests.Clusters;
using EmailCampaign.Testing.Clusters;
using EmailCampaign.Testing.Consoles;
using EmailCampaign.Testing.Containers;
using EmailCampaign.Testing.Smtp;
using Npgsql;

namespace EmailCampaign.SystemTests.Containers;

/// <summary>
/// What <c>docker compose up</c> would start, from the files as they are: the published output, with the image's and the compose file's
/// environment, arguments, users, names, ports and read-only file systems. Only the engine itself is missing.
/// </summary>
public sealed class ComposeTests(PostgresFixture postgres, ITestOutputHelper log)
{
    private const int Sample = 1_000;
    private const int MostClaimed = 20 * 25; // Sending:WorkerCount slices of Sending:SliceSize

    [Fact]
    public async Task Up_TheSampleCampaign_GoesOnWhenASiloIsKilledAndTwoAreStarted()
    {
        var server = await postgres.ServerAsync();
        Assert.SkipUnless(server.IsOwn, "The database is not on this machine.");
        var (hosts, noHosts) = await NetworkHosts.TryCreateAsync(5);
        Assert.SkipWhen(hosts is null, $"Containers: {noHosts}.");
        await using var _ = hosts;
        var (image, noImage) = await BuiltImage.TryMakeAsync("Dockerfile");
        Assert.True(image is not null, noImage);
        var file = ComposeFile.Parse(SourceTree.Read("docker-compose.yml"));

        await MakeDatabaseAsync(file.Services["database"]);
        await using var smtp = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Dot, new SmtpAction.Delay(TimeSpan.FromMilliseconds(250))));
        await using var databaseWay = new CuttableProxy(hosts.Outside, server.Port, 5432);
        await using var smtpWay = new CuttableProxy(hosts.Outside, smtp.Port, 1025);
        var network = new ContainerNetwork(hosts, new Dictionary<string, string> { ["database"] = hosts.Outside, ["mail"] = hosts.Outside });
        await using var first = new Container(image, file.Services["silo"], network, 0);
        await using var second = new Container(image, file.Services["silo"], network, 1);
        await using var launching = new Container(image, file.Services["campaign"], network, 2);
        await using var console = new Container(image, file.Services["campaign"], network, 3);

        await using var third = new Container(image, file.Services["silo"], network, 4);
        var alone = first.Start("--Storage:Database="); // as where the secret is missing
        Assert.Equal(2, await alone.ExitAsync());
        Assert.StartsWith("The connection string of the database names no Host", alone.Error, StringComparison.Ordinal);
        Assert.True(await first.Start("--migrate-only").ExitAsync() == 0, first.Process.ToString()); // as the Kubernetes Job does
        await StartAsync(first);
        await StartAsync(second);
        Assert.Contains("email_queue_depth", await MetricsAsync(hosts.Host(1).Address), StringComparison.Ordinal);

        launching.Start();
        await smtp.WhenAcceptedAsync(100).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        await first.Process.KillAsync();
        var killed = smtp.AcceptedCount;
        Assert.True(killed < Sample / 2, "It was nearly over before the kill: nothing is shown.");
        var id = JsonDocument.Parse((await LinesAsync(console, "list", "--json"))[0]).RootElement.GetProperty("id").GetString()!;
        log.WriteLine($"{id}: a silo is killed at {killed} mails");
        await LinesAsync(console, "pause", id);
        await StartAsync(first);
        await StartAsync(third); // --scale silo=3
        await launching.Process.ExitAsync(); // nobody watches a campaign that is paused
        launching.Start("resume", id);
        var status = await SettledAsync(console, id);
        log.WriteLine($"{status}");
        Assert.True(status.AddsUp, $"{status}");
        var counts = smtp.AcceptedByRecipient(); // on a slow machine the killed silo's claims are judged meanwhile, and sent again
        Assert.InRange(counts.Values.Sum() - counts.Count, 0, MostClaimed);
        Assert.True(await second.StopAsync() == 0, second.Process.ToString());
        Assert.True(await first.StopAsync() == 0, first.Process.ToString());
        Assert.True(await third.StopAsync() == 0, third.Process.ToString());
    }

    private static async Task StartAsync(Container silo)
    {
        await silo.Start().PrintsAsync("is ready on");
        Assert.True(await silo.IsWellAsync(), silo.Process.ToString());
    }

    /// <summary>
    /// Waits until as many are sent as the killed silo cannot have claimed. What it had is judged 40 seconds later, which other tests wait for.
    /// </summary>
    private static async Task<StatusLine> SettledAsync(Container console, string id)
    {
        StatusLine? seen = null;
        for (var ask = 0; ask < 30; ask++) // each is a process of its own, which takes about a second
        {
            seen = StatusLine.Parse((await LinesAsync(console, "status", id, "--json"))[^1]);
            if (seen.Phase is "sending" or "completed" && seen.Recipients.Sent >= Sample - MostClaimed)
            {
                return seen;
            }
        }

        throw new TimeoutException($"{seen}");
    }

    private static async Task<string[]> LinesAsync(Container console, params string[] arguments)
    {
        var process = console.Start(arguments);
        Assert.True(await process.ExitAsync() == 0, process.ToString());
        return process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<string> MetricsAsync(string address)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        return await http.GetStringAsync(new Uri($"http://{address}:2112/metrics"), TestContext.Current.CancellationToken);
    }

    // As the PostgreSQL image does it by its variables.
    private async Task MakeDatabaseAsync(ComposeService service)
    {
        var environment = service.Environment;
        await using var connection = new NpgsqlConnection(await postgres.EmptyDatabaseAsync());
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        foreach (var text in new[]
        {
            $"CREATE ROLE {environment["POSTGRES_USER"]} LOGIN PASSWORD '{environment["POSTGRES_PASSWORD"]}'",
            $"CREATE DATABASE {environment["POSTGRES_DB"]} OWNER {environment["POSTGRES_USER"]}",
        })
        {
            await using var command = new NpgsqlCommand(text, connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }
}
