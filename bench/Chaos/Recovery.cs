using System.Globalization;
using EmailCampaign.Testing.Clusters;
using EmailCampaign.Testing.Postgres;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.Chaos;

/// <summary>
/// How long it takes until sending goes on after each loss: until the last of the lost silo's unfinished batches is sent by another, or
/// until the first mail after the database is back. Every run has a cluster of its own: three silos, and an SMTP server for each, so that
/// the mails say who sent them.
/// </summary>
internal sealed class Recovery(PostgresServer database, int runs, IReadOnlyList<Loss> losses, DirectoryInfo? logs)
{
    private const int Lost = 1;
    private const int Contacts = 10_000;

    // Four senders with slices of 25 have at most 100 claimed: a batch with more than that to go is surely unfinished.
    private const int Workers = 4;
    private const int Unfinished = 400;

    private static readonly TimeSpan MailDelay = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync("| loss | sending goes on after (median) | maximum | runs | each |\n|---|---|---|---|---|");
        foreach (var loss in losses)
        {
            var seconds = new List<double>();
            for (var run = 0; run < runs; run++)
            {
                seconds.Add((await MeasureAsync(loss, run, cancellationToken)).TotalSeconds);
            }

            var each = string.Join(' ', seconds.Select(static one => one.ToString("0.0", CultureInfo.InvariantCulture)));
            seconds.Sort();
            var median = (seconds[(runs - 1) / 2] + seconds[runs / 2]) / 2;
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"| {Name(loss)} | {median:0.0} s | {seconds[^1]:0.0} s | {runs} | {each} |"));
        }

        return 0;
    }

    private async Task<TimeSpan> MeasureAsync(Loss loss, int run, CancellationToken cancellationToken)
    {
        var connectionString = await database.CreateDatabaseAsync(cancellationToken);
        await using var servers = new ServerPerSilo(3, MailDelay);
        await using var cluster = new TestCluster(connectionString).Set("Sending__WorkerCount", $"{Workers}");
        foreach (var server in servers.All)
        {
            await cluster.SendTo(server.Port).StartAsync(1);
        }

        await using var console = new ClusterConsole(connectionString);
        var watch = console.Launch("recovery", Enumerable.Range(0, Contacts).Select(static i => $"user{i}@example{i % 500}.test"));
        await servers.All[Lost].WhenAcceptedAsync(400).WaitAsync(Limit, cancellationToken);
        var lostAt = TimeProvider.System.GetUtcNow();
        var elapsed = loss == Loss.Database
            ? await LoseDatabaseAsync(servers, cancellationToken) : await LoseSiloAsync(loss, cluster.Seats[Lost], servers, watch);
        if (logs is not null)
        {
            var head = string.Create(CultureInfo.InvariantCulture, $"{Name(loss)}: lost silo {Lost} at {lostAt:O}, sending went on after {elapsed.TotalSeconds:0.0} s\n");
            logs.Create();
            await File.WriteAllTextAsync(
                Path.Combine(logs.FullName, string.Create(CultureInfo.InvariantCulture, $"{loss}-{run}.log")), head + string.Join('\n', cluster.Seats), cancellationToken);
        }

        return elapsed;
    }

    private static async Task<TimeSpan> LoseSiloAsync(Loss loss, SiloSeat seat, ServerPerSilo servers, RunningProcess watch)
    {
        var started = TimeProvider.System.GetTimestamp();
        await (loss switch
        {
            Loss.Kill => seat.KillAsync(),
            Loss.Hang => seat.HangAsync(),
            _ => seat.Process!.SignalAsync("TERM"),
        });
        var pending = BatchProgress.Of(servers.All[Lost].Deliveries).Where(static batch => batch.Value < Unfinished).Select(static batch => batch.Key).ToList();
        await Eventually.TrueAsync(
            () => BatchProgress.Of(servers.All.Where((_, index) => index != Lost).SelectMany(static server => server.Deliveries)) is var others
                && pending.TrueForAll(others.ContainsKey),
            () => $"of {string.Join(", ", pending)} not all go on; {watch}",
            Limit);
        return TimeProvider.System.GetElapsedTime(started);
    }

    private async Task<TimeSpan> LoseDatabaseAsync(ServerPerSilo servers, CancellationToken cancellationToken)
    {
        await database.StopAsync();
        await Task.Delay(Away, cancellationToken);
        var quiet = servers.AcceptedCount;
        await database.StartAgainAsync(cancellationToken);
        var started = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(() => servers.AcceptedCount > quiet, () => $"still {quiet} mails", Limit);
        return TimeProvider.System.GetElapsedTime(started);
    }

    private static string Name(Loss loss) => loss switch
    {
        Loss.Kill => "a silo is killed",
        Loss.Hang => "a silo hangs",
        Loss.Drain => "a silo is drained",
        _ => $"the database was away for {Away.TotalSeconds:0} s",
    };
}
