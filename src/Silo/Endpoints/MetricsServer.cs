using System.Diagnostics.Metrics;
using System.Net;
using EmailCampaign.Silo.Configuration;
using EmailCampaign.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace EmailCampaign.Silo.Endpoints;

/// <summary>Serves a silo's metrics beside it: a port that cannot be had is a warning, never the end of sending.</summary>
internal sealed class MetricsServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<string?> _unavailable = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _serving;

    /// <param name="services">The silo's.</param>
    /// <param name="options">A port of 0 serves nothing.</param>
    /// <param name="address">Where to listen.</param>
    /// <param name="log">Told when metrics cannot be served.</param>
    public MetricsServer(IServiceProvider services, MetricsOptions options, IPAddress address, ILogger log)
        => _serving = Task.Run(() => ServeAsync(services, options.Port, address, log));

    /// <summary>
    /// Completes a moment after the start: with null when metrics are served (or switched off), else with a sentence for the user. Never fails.
    /// </summary>
    public Task<string?> Unavailable => _unavailable.Task;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _serving;
        _stopping.Dispose();
    }

    private async Task ServeAsync(IServiceProvider services, int port, IPAddress address, ILogger log)
    {
        if (port == 0)
        {
            _unavailable.SetResult(null);
            return;
        }

        var registry = services.GetRequiredService<CollectorRegistry>();
        try
        {
            using var meters = RuntimeMeters.CopyTo(registry, services.GetRequiredService<IMeterFactory>());
            await using var endpoint = await MetricsEndpoint.StartAsync(registry, address, port, _stopping.Token);
            _unavailable.SetResult(null);
            await Task.Delay(Timeout.Infinite, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception error) when (!_stopping.IsCancellationRequested)
        {
            // Campaigns are sent with or without an audience.
            var reason = MetricsEndpoint.Unavailable(port);
            log.MetricsUnavailable(reason, error);
            _unavailable.TrySetResult(reason);
        }
        catch (Exception)
        {
            _unavailable.TrySetResult(null); // stopped before it was up
        }
    }
}
