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

namespace EmailCampaign.Silo.Hosting;

/// <summary>One silo in this process over a data directory: loopback only, its own cluster, SQLite.</summary>
public sealed class EmbeddedSilo : IAsyncDisposable
{
    internal const string ServiceId = "email-campaign"; // in every row of the store: never change

    private readonly DataDirectory _directory;
    private readonly SiloLock _lock;
    private readonly IHost _host;
    private readonly SqliteDataSource _database;
    private readonly ILogger _log;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MetricsServer _metrics;
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
        var metrics = host.Services.GetRequiredService<IConfiguration>().GetSection(MetricsOptions.Section).Get<MetricsOptions>() ?? new();
        _metrics = new MetricsServer(host.Services, metrics, IPAddress.Parse(metrics.Address), _log);

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
    public Task<string?> MetricsUnavailable => _metrics.Unavailable;

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
        await OrderlyStop.DrainAsync(_host, _log);
        try
        {
            // From here on nobody should join; the lock still keeps other hosts out.
            File.Delete(_directory.CardFile);
            await _metrics.DisposeAsync();
        }
        catch (Exception error)
        {
            _log.StopFailed(error);
        }

        await OrderlyStop.StopAsync(_host, _log);
        await ReleaseAsync();
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
            _stopped.SetResult();
        }
    }
}
