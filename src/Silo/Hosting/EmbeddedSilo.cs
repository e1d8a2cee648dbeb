using System.Diagnostics;
using System.Net;
using EmailCampaign.Hosting;
using EmailCampaign.Silo.Configuration;
using EmailCampaign.Silo.Endpoints;
using EmailCampaign.Silo.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace EmailCampaign.Silo.Hosting;

/// <summary>One silo in this process over a data directory: loopback only, its own cluster, SQLite.</summary>
public sealed class EmbeddedSilo : IAsyncDisposable
{
    internal const string ServiceId = "email-campaign"; // in every row of the store: never change

    // What Orleans itself may need once nothing is on the wire any more.
    private static readonly TimeSpan HostStopTimeout = TimeSpan.FromSeconds(15);

    private readonly DataDirectory _directory;
    private readonly SiloLock _lock;
    private readonly IHost _host;
    private readonly SqliteDataSource _database;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _metrics;
    private readonly TaskCompletionSource<string?> _metricsUnavailable = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _stopAsked;

    private EmbeddedSilo(DataDirectory directory, SiloLock @lock, IHost host, SqliteDataSource database, SiloCard card)
    {
        _directory = directory;
        _lock = @lock;
        _host = host;
        _database = database;
        Card = card;
        _log = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger<EmbeddedSilo>();
        Grains = host.Services.GetRequiredService<IGrainFactory>();
        _metrics = Task.Run(ServeMetricsAsync);

        // Nobody else stops a host without a console lifetime when one of its services asks for it.
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => _ = StopAsync());
    }

    public IGrainFactory Grains { get; }

    public IServiceProvider Services => _host.Services;

    /// <summary>What a second console finds in the directory.</summary>
    public SiloCard Card { get; }

    /// <summary>
    /// Completes a moment after the start: with null when metrics are served (or switched off), else with a sentence for the user. Never fails.
    /// </summary>
    public Task<string?> MetricsUnavailable => _metricsUnavailable.Task;

    /// <summary>Completes once the silo has stopped, whoever asked for it, and the directory is free.</summary>
    public Task Stopped => _stopped.Task;

    /// <summary>
    /// Starts a silo over <paramref name="directory"/>; the schema is made or brought up to date first. Returns once grains can be called.
    /// </summary>
    /// <param name="lock">Goes over to the silo, which gives it back when it has stopped; when the start fails it stays the caller's.</param>
    /// <exception cref="StartRefusedException">A setting is wrong, the store is newer than the program or cannot be opened.</exception>
    public static async Task<EmbeddedSilo> StartAsync(
        DataDirectory directory, SiloLock @lock, EmbeddedSiloOptions options, CancellationToken cancellationToken)
    {
        var fingerprint = Task.Run(() => SettingsFingerprint.Of(options.Configuration), cancellationToken);
        var database = await EmbeddedDatabase.OpenAsync(directory, options.Configuration, cancellationToken);
        try
        {
            var (host, ports, clusterId) = await EmbeddedHost.StartAsync(directory, database, options, cancellationToken);
            try
            {
                using var self = Process.GetCurrentProcess();
                var card = new SiloCard(
                    ports.Gateway, ports.Silo, clusterId, ServiceId, self.Id, SiloCard.StartOf(self), options.Sends, await fingerprint);
                card.Write(directory.CardFile);

                var silo = new EmbeddedSilo(directory, @lock, host, database, card);
                silo._log.SiloReady(clusterId, ports.Silo, ports.Gateway, options.Sends);
                return silo;
            }
            catch
            {
                await ((IAsyncDisposable)host).DisposeAsync();
                throw;
            }
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Stops sending in order (<see cref="ISendingDrain"/>, at most <see cref="SendingOptions.DrainTimeout"/>), then the silo, then gives the
    /// directory back. Called again, it waits for the same end. Does not throw.
    /// </summary>
    public Task StopAsync()
    {
        if (Interlocked.Exchange(ref _stopAsked, 1) == 0)
        {
            _ = Task.Run(StopOnceAsync);
        }

        return Stopped;
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task StopOnceAsync()
    {
        _log.SiloStops();
        await DrainAsync();
        try
        {
            // From here on nobody should join; the lock still keeps other hosts out.
            File.Delete(_directory.CardFile);
            await _stopping.CancelAsync();
            await _metrics;
            using var bound = new CancellationTokenSource(HostStopTimeout);
            await _host.StopAsync(bound.Token);
        }
        catch (Exception error)
        {
            _log.StopFailed(error); // whatever it was, the process must be able to end
        }

        await ReleaseAsync();
    }

    private async Task DrainAsync()
    {
        try
        {
            if (!await Services.GetRequiredService<ISendingDrain>().DrainAsync())
            {
                _log.DrainTimedOut();
            }
        }
        catch (Exception error)
        {
            _log.DrainFailed(error); // what is on the wire ends up in doubt, and the next start knows it by name
        }
    }

    private async Task ReleaseAsync()
    {
        try
        {
            await ((IAsyncDisposable)_host).DisposeAsync(); // services that can only be disposed asynchronously need it
            await _database.DisposeAsync();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Debug.Fail(error.Message); // the log is closed by now, and the silo has stopped
        }
        finally
        {
            _lock.Dispose();
            _stopping.Dispose();
            _stopped.SetResult();
        }
    }

    private async Task ServeMetricsAsync()
    {
        var port = Services.GetRequiredService<IConfiguration>().GetSection(MetricsOptions.Section).Get<MetricsOptions>()?.Port
            ?? new MetricsOptions().Port;
        if (port == 0)
        {
            _metricsUnavailable.SetResult(null);
            return;
        }

        var registry = Services.GetRequiredService<CollectorRegistry>();
        try
        {
            using var meters = RuntimeMeters.CopyTo(registry, Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
            await using var endpoint = await MetricsEndpoint.StartAsync(registry, IPAddress.Loopback, port, _stopping.Token);
            _metricsUnavailable.SetResult(null);
            await Task.Delay(Timeout.Infinite, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception error) when (!_stopping.IsCancellationRequested)
        {
            // Campaigns are sent with or without an audience.
            var reason = MetricsEndpoint.Unavailable(port);
            _log.MetricsUnavailable(reason, error);
            _metricsUnavailable.TrySetResult(reason);
        }
        catch (Exception)
        {
            _metricsUnavailable.TrySetResult(null); // stopped before it was up
        }
    }
}
