using System.Net;
using EmailCampaign.Silo.Configuration;
using EmailCampaign.Silo.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using ClusterOptions = EmailCampaign.Silo.Configuration.ClusterOptions;

namespace EmailCampaign.Silo.Hosting;

/// <summary>One silo of a cluster over PostgreSQL, in this process.</summary>
internal sealed class ClusterSilo : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly MetricsServer _metrics;
    private readonly ILogger _log;
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ClusterSilo(WebApplication host, IConfiguration configuration)
    {
        _host = host;
        _log = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger<ClusterSilo>();
        var metrics = ClusterHost.Section<MetricsOptions>(configuration, MetricsOptions.Section);
        _metrics = new MetricsServer(host.Services, metrics, IPAddress.Parse(metrics.Address), _log);
        host.Lifetime.ApplicationStopping.Register(() => _gone.TrySetResult());
    }

    public IServiceProvider Services => _host.Services;

    /// <summary>Completes with null when metrics are served (or switched off), else with a sentence for the user. Never fails.</summary>
    public Task<string?> MetricsUnavailable => _metrics.Unavailable;

    /// <summary>Completes when the silo ends by itself because one of its services cannot go on.</summary>
    public Task Gone => _gone.Task;

    /// <summary>Joins the cluster; the schema has to be there. Returns once the silo is active and its health can be asked.</summary>
    /// <param name="database">Stays the caller's, who disposes it after the silo.</param>
    /// <param name="configuration">From <see cref="CampaignConfiguration.Build"/>.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <exception cref="StartRefusedException">A setting is wrong, or a port is in use.</exception>
    public static async Task<ClusterSilo> StartAsync(NpgsqlDataSource database, IConfiguration configuration, CancellationToken cancellationToken)
    {
        ClusterPorts.Check(configuration);
        var host = ClusterHost.Compose(database, configuration);
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch (Exception error)
        {
            await host.DisposeAsync();
            if (error is OptionsValidationException validation)
            {
                throw new StartRefusedException(string.Join(Environment.NewLine, validation.Failures), validation);
            }

            throw;
        }

        var silo = new ClusterSilo(host, configuration);
        var ports = ClusterHost.Section<SiloPortOptions>(configuration, SiloPortOptions.Section);
        var cluster = ClusterHost.Section<ClusterOptions>(configuration, ClusterOptions.Section);
        var address = OwnAddress.Of(ports);
        silo._log.ClusterSiloReady(cluster.Id, address, ports.Port, ports.GatewayPort);
        return silo;
    }

    /// <summary>Finishes what is on the wire, then leaves the cluster. Does not throw.</summary>
    public async Task StopAsync()
    {
        await OrderlyStop.DrainAsync(_host, _log);
        await OrderlyStop.StopAsync(_host, _log);
    }

    public async ValueTask DisposeAsync()
    {
        await _metrics.DisposeAsync();
        await _host.DisposeAsync();
    }
}
