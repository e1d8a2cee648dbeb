using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using EmailCampaign.Testing.Consoles;
using EmailCampaign.Testing.Postgres;
using EmailCampaign.Testing.Processes;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.Testing.Clusters.Chaos;

/// <summary>
/// A campaign over a cluster to which everything happens that a seed decides. Afterwards the ledger is held against what the server took.
/// A round ends in bounded time and leaves no process behind.
/// </summary>
public sealed class ChaosRound : IAsyncDisposable
{
    private const string Campaign = "chaos";

    // The defaults of Sending:WorkerCount and Sending:SliceSize: what a silo can have claimed at most.
    private const int ClaimsOfSilo = 20 * 25;

    // A cluster in which everything hangs makes no progress; the next event comes all the same.
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReturnLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly ChaosOptions _options;
    private readonly PostgresServer _database;
    private readonly ScriptedSmtpServer _sink;
    private readonly TestCluster _cluster;
    private readonly ClusterConsole _console;
    private readonly List<string> _addresses;
    private readonly ConcurrentQueue<string> _events = new();
    private readonly ConcurrentQueue<string> _problems = new();
    private readonly List<SeatKeeper> _keepers = [];
    private readonly SemaphoreSlim _databaseGate = new(1);
    private readonly CancellationTokenSource _over = new();
    private readonly List<Task> _mending = [];
    private Task _keeping = Task.CompletedTask;

    private ChaosRound(ChaosOptions options, PostgresServer database, string connectionString)
    {
        _options = options;
        _database = database;
        _sink = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Dot, new SmtpAction.Delay(options.MailDelay)));
        _cluster = new TestCluster(connectionString).SendTo(_sink.Port);
        _console = new ClusterConsole(connectionString);
        _addresses = [.. Enumerable.Range(0, options.Contacts)
            .Select(static i => string.Create(CultureInfo.InvariantCulture, $"user{i}@example{i % 500}.test"))];
    }

    /// <summary>Runs a round.</summary>
    /// <param name="options">What is sent, and how much is done to it.</param>
    /// <param name="database">A server that may be stopped.</param>
    public static async Task<ChaosResult> RunAsync(ChaosOptions options, PostgresServer database, CancellationToken cancellationToken)
    {
        var connectionString = await database.CreateDatabaseAsync(cancellationToken);
        await using var round = new ChaosRound(options, database, connectionString);
        return await round.RunAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_mending.Append(_keeping)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _console.DisposeAsync();
        await _cluster.DisposeAsync();
        await _sink.DisposeAsync();
        _databaseGate.Dispose();
        _over.Dispose();
    }

    private async Task<ChaosResult> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var seat in await _cluster.StartAsync(_options.Silos))
        {
            _keepers.Add(new SeatKeeper(seat, _events.Enqueue, _problems.Enqueue));
        }

        _keeping = Task.WhenAll(_keepers.Select(keeper => keeper.RunAsync(_over.Token)));
        var started = Stopwatch.GetTimestamp();
        var watch = _console.Launch(Campaign, _addresses, "--guarantee", _options.Guarantee);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.Limit);
        var (took, audit) = (TimeSpan.Zero, LedgerAudit.None);
        try
        {
            await DisturbAsync(watch, limit.Token);
            await CompletedAsync(watch, limit.Token);
            took = Stopwatch.GetElapsedTime(started);
            await Eventually.TrueAsync(() => _keepers.TrueForAll(static keeper => keeper.IsUp), () => "not all silos are back", ReturnLimit);
            audit = await AuditAsync();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            took = Stopwatch.GetElapsedTime(started);
            _problems.Enqueue($"The campaign had not ended after {took.TotalSeconds:0} s, with {_sink.AcceptedCount} mails taken.");
        }
        catch (Exception error) when (error is InvalidOperationException or TimeoutException)
        {
            _problems.Enqueue(error.Message);
        }

        return new ChaosResult
        {
            Options = _options,
            Events = [.. _events],
            Took = took,
            Audit = audit,
            Problems = [.. _problems, .. audit.Problems],
            Details = string.Join("\n\n", [.. _cluster.Seats.Select(static seat => seat.ToString()), watch.ToString()]),
        };
    }

    private async Task DisturbAsync(RunningProcess watch, CancellationToken cancellationToken)
    {
        foreach (var next in ChaosPlan.Draw(_options.Seed, _options.Events, _options.Silos))
        {
            await ReachedAsync(() => HasCome(next.At, watch) || watch.HasExited, cancellationToken);
            if (watch is { HasExited: true } && _sink.AcceptedCount >= _addresses.Count)
            {
                break;
            }

            _mending.Add(await BeginAsync(next, cancellationToken));
        }

        await Task.WhenAll(_mending);
    }

    private bool HasCome(double at, RunningProcess watch)
        => at == 0 ? watch.Output.Contains("importing", StringComparison.Ordinal) : _sink.AcceptedCount >= at * _addresses.Count;

    // Begins an event. What is returned ends when it is mended.
    private async Task<Task> BeginAsync(ChaosEvent next, CancellationToken cancellationToken)
    {
        if (next.Action == ChaosAction.CrashDatabase)
        {
            await _databaseGate.WaitAsync(cancellationToken);
            _events.Enqueue($"{next}");
            await _database.StopAsync();
            return MendDatabaseAsync(next.Outage, cancellationToken);
        }

        await ReachedAsync(() => _keepers.Exists(static keeper => keeper.IsUp), cancellationToken);
        if (Enumerable.Range(next.Seat, _options.Silos).Select(seat => _keepers[seat % _options.Silos]).FirstOrDefault(static keeper => keeper.IsUp)
            is not { } keeper)
        {
            _events.Enqueue($"({next}: no silo was up)");
            return Task.CompletedTask;
        }

        _events.Enqueue($"{keeper.Seat.Number} {next}");
        switch (next.Action)
        {
            case ChaosAction.Kill:
                await keeper.KillAsync(next.Outage);
                return Task.CompletedTask;
            case ChaosAction.Terminate:
                return keeper.TerminateAsync(next.Outage);
            default:
                return keeper.HangAsync(next.Outage, cancellationToken);
        }
    }

    private async Task MendDatabaseAsync(TimeSpan outage, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(outage, cancellationToken);
        }
        finally
        {
            // Others use it too: it is never left stopped.
            await _database.StartAgainAsync(CancellationToken.None);
            _databaseGate.Release();
        }
    }

    private static async Task ReachedAsync(Func<bool> reached, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!reached() && Stopwatch.GetElapsedTime(started) < Standstill)
        {
            await Task.Delay(Glance, cancellationToken);
        }
    }

    // A console gives a cluster up that has not answered for a minute; the campaign goes on, and another console watches it.
    private async Task CompletedAsync(RunningProcess watch, CancellationToken cancellationToken)
    {
        while (true)
        {
            while (!watch.HasExited)
            {
                await Task.Delay(Glance, cancellationToken);
            }

            switch (await watch.ExitAsync())
            {
                case 0 or 1:
                    return;
                case 3:
                    _events.Enqueue("console gave up");
                    watch = (await _console.StatusAsync(Campaign)).Phase == "importing"
                        ? _console.Resume(Campaign)
                        : _console.Start("status", Campaign, "--watch");
                    break;
                default:
                    throw new InvalidOperationException($"The console failed: {watch}");
            }
        }
    }

    private async Task<LedgerAudit> AuditAsync()
    {
        // A silo that hung brings its outcomes when it runs again, even to a campaign that has completed meanwhile, which then goes on with those that
        // were not sent: what is judged is how that ends.
        var started = Stopwatch.GetTimestamp();
        var (status, audit) = await LookAsync();
        while (!(HasCompleted(status) && Agree(status, audit)) && Stopwatch.GetElapsedTime(started) < ReturnLimit)
        {
            (status, audit) = await LookAsync();
        }

        if (!HasCompleted(status))
        {
            _problems.Enqueue($"The numbers do not add up to a completed campaign of {_addresses.Count}: {status}");
        }

        if (!Agree(status, audit))
        {
            _problems.Enqueue($"The campaign and its batches disagree: {status}, but {audit.Sent} sent and {audit.InDoubt} in doubt.");
        }

        var claims = _keepers.Sum(static keeper => keeper.Losses) * ClaimsOfSilo;
        if (audit.Doubts > claims)
        {
            _problems.Enqueue($"There are {audit.Doubts} doubts, but at most {claims} claims can have been open when silos were lost.");
        }

        return audit;
    }

    private async Task<(StatusLine Status, LedgerAudit Audit)> LookAsync()
    {
        var status = await _console.StatusAsync(Campaign);
        var ledger = await _console.RecipientsAsync(Campaign);
        return (status, LedgerAudit.Of(_addresses, ledger, _sink.AcceptedByRecipient(), _options.AtMostOnce));
    }

    private bool HasCompleted(StatusLine status) => status.AddsUp && status.Phase == "completed" && status.Rows.Accepted == _addresses.Count;

    private static bool Agree(StatusLine status, LedgerAudit audit) => audit.Sent == status.Recipients.Sent && audit.InDoubt == status.Recipients.InDoubt;
}
