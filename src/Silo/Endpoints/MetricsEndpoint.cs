using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Prometheus;

namespace EmailCampaign.Silo.Endpoints;

/// <summary>Serves one registry at <c>/metrics</c> and nothing else.</summary>
internal sealed class MetricsEndpoint : IAsyncDisposable
{
    private readonly WebApplication _application;

    private MetricsEndpoint(WebApplication application) => _application = application;

    /// <exception cref="IOException">The port is in use or may not be had.</exception>
    public static async Task<MetricsEndpoint> StartAsync(
        CollectorRegistry registry, IPAddress address, int port, CancellationToken cancellationToken)
    {
        // The empty builder brings no configuration, no logging and no console lifetime with it: Kestrel alone, which needs no admin rights.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(address, port);
        });

        var application = builder.Build();
        application.UseMetricServer(settings => settings.Registry = registry, url: "/metrics");
        application.Run(static context =>
        {
            context.Response.StatusCode = (int)HttpStatusCode.NotFound;
            return Task.CompletedTask;
        });

        try
        {
            await application.StartAsync(cancellationToken);
            return new(application);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    public static string Unavailable(int port) => string.Create(
        CultureInfo.InvariantCulture,
        $"Metrics are not served: port {port} cannot be used (another program has it). Choose another with Metrics__Port; sending is not affected.");

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _application.StopAsync(soon.Token);
        await _application.DisposeAsync();
    }
}
