using System.Net.Sockets;
using EmailCampaign.Hosting;
using EmailCampaign.Mail.Providers;
using EmailCampaign.Silo.Configuration;
using EmailCampaign.Silo.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Prometheus;

namespace EmailCampaign.Silo.Hosting;

/// <summary>Composes and starts the host of an embedded silo.</summary>
internal static class EmbeddedHost
{
    // A port that was free a moment ago may be taken by the time Orleans listens on it.
    private const int PortAttempts = 3;

    public static async Task<(IHost Host, LoopbackPorts Ports, string ClusterId)> StartAsync(
        DataDirectory directory, SqliteDataSource database, EmbeddedSiloOptions options, CancellationToken cancellationToken)
    {
        var wished = options.Configuration.GetSection(SiloPortOptions.Section).Get<SiloPortOptions>() ?? new();
        for (var attempt = 1; ; attempt++)
        {
            var ports = LoopbackPorts.Find(wished.Port, wished.GatewayPort);
            var clusterId = Guid.NewGuid().ToString("N");
            var host = Compose(directory, database, options, ports, clusterId);
            try
            {
                await host.StartAsync(cancellationToken);
                return (host, ports, clusterId);
            }
            catch (Exception error)
            {
                await ((IAsyncDisposable)host).DisposeAsync();
                switch (error)
                {
                    case OptionsValidationException validation:
                        throw new StartRefusedException(string.Join(Environment.NewLine, validation.Failures), validation);
                    case var _ when IsPortTaken(error) && attempt < PortAttempts:
                        continue;
                    default:
                        throw;
                }
            }
        }
    }

    private static IHost Compose(
        DataDirectory directory, SqliteDataSource database, EmbeddedSiloOptions options, LoopbackPorts ports, string clusterId)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ApplicationName = "campaign" });
        builder.Configuration.AddConfiguration(options.Configuration);
        builder.Logging.AddSiloLog(directory.LogDirectory);

        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.AddSingleton(new SiloRole(options.Sends, ExclusiveStore: true, Guid.NewGuid()));
        builder.Services.AddSingleton<IStorageDurability>(database);
        if (!options.Sends)
        {
            builder.Services.AddSingleton<IReminderRows>(new SqliteReminderRows(database));
        }

        builder.Services.AddSingleton(static _ => Metrics.NewCustomRegistry());
        builder.Services.AddMailProviders(options.Configuration, directory.OutboxDirectory);
        builder.Services.AddTracing(options.Configuration);

        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(ports.Silo, ports.Gateway, serviceId: EmbeddedSilo.ServiceId, clusterId: clusterId);
            CampaignStorage.Sqlite(database).AddTo(silo, reminders: options.Sends);
            silo.AddCampaignGrains();
        });

        options.ConfigureServices?.Invoke(builder.Services); // last, so that it can replace what the others added
        return builder.Build();
    }

    private static bool IsPortTaken(Exception error)
        => error is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse or SocketError.AccessDenied }
            || (error is AggregateException several && several.InnerExceptions.Any(IsPortTaken))
            || (error.InnerException is { } inner && IsPortTaken(inner));
}
