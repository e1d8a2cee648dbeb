using System.Net;
using EmailCampaign.Hosting;
using EmailCampaign.Mail.Providers;
using EmailCampaign.Silo.Configuration;
using EmailCampaign.Silo.Endpoints;
using EmailCampaign.Silo.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Configuration;
using Orleans.Dashboard;
using Prometheus;
using ClusterOptions = EmailCampaign.Silo.Configuration.ClusterOptions;

namespace EmailCampaign.Silo.Hosting;

/// <summary>Composes the host of a cluster's silo. The admin endpoints are its web server: they listen once the silo is active.</summary>
internal static class ClusterHost
{
    private const string ReadyTag = "ready";
    private const string DashboardPath = "/dashboard";

    public static WebApplication Compose(NpgsqlDataSource database, IConfiguration configuration)
    {
        var admin = Section<AdminOptions>(configuration, AdminOptions.Section);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "campaign-silo" });
        builder.Configuration.AddConfiguration(configuration);
        builder.Logging.AddClusterLog(Section<LogOptions>(configuration, LogOptions.Section));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (admin.Port != 0)
            {
                kestrel.Listen(IPAddress.Parse(admin.Address), admin.Port);
            }
        });
        if (admin.Port == 0)
        {
            builder.Services.AddSingleton<Microsoft.AspNetCore.Hosting.Server.IServer, NoServer>();
        }

        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.AddSingleton(database);
        ClusterDatabase.AddFaults(builder.Services);
        builder.Services.AddSingleton(new SiloRole(Sends: true, ExclusiveStore: false, Guid.NewGuid()));
        builder.Services.AddSingleton(static _ => Metrics.NewCustomRegistry());
        builder.Services.AddMailProviders(configuration, Path.GetFullPath("outbox"));
        builder.Services.AddTracing(configuration);
        builder.Services.AddRouting();
        builder.Services.AddHealthChecks()
            .AddCheck<SiloHealth>("silo", tags: [ReadyTag])
            .AddCheck<PostgresHealth>("database", tags: [ReadyTag]);
        builder.UseOrleans(silo => Configure(silo, database, configuration, admin));
        builder.Services.AddSingleton<IFatalErrorHandler>(static _ => new EndWhenDead(Console.Error)); // after Orleans' own: the last one counts

        var application = builder.Build();
        Map(application, admin);
        return application;
    }

    internal static T Section<T>(IConfiguration configuration, string section)
        where T : new() => configuration.GetSection(section).Get<T>() ?? new();

    private static void Configure(ISiloBuilder silo, NpgsqlDataSource database, IConfiguration configuration, AdminOptions admin)
    {
        var cluster = Section<ClusterOptions>(configuration, ClusterOptions.Section);
        var ports = Section<SiloPortOptions>(configuration, SiloPortOptions.Section);
        var address = OwnAddress.Of(ports);
        var storage = CampaignStorage.Postgres(database);
        silo.Configure<Orleans.Configuration.ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.Id, EmbeddedSilo.ServiceId))
            .ConfigureEndpoints(address, ports.Port, ports.GatewayPort, listenOnAnyHostAddress: !IPAddress.IsLoopback(address))
            .UseAdoNetClustering(options => (options.Invariant, options.DataSource) = (storage.Invariant, database))
            .Configure<ClusterMembershipOptions>(Notice);
        storage.AddTo(silo, reminders: true);
        silo.AddCampaignGrains();
        if (cluster.GrainDirectory == "distributed")
        {
#pragma warning disable ORLEANSEXP003 // experimental: ADR 8 says why it is the default all the same
            silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
            silo.Configure<GrainDirectoryOptions>(static options => options.RangeLeaseDuration = TimeSpan.FromSeconds(15));
        }

        if (admin.Port != 0 && AdminGuard.MayServe(admin))
        {
            silo.AddDashboard(static options => (options.HideTrace, options.CounterUpdateIntervalMs) = (true, 5000));
        }
    }

    // A killed silo is noticed within about 5 s, a hung one within half a minute, and the first of a cluster that was killed as a whole starts
    // after about 17 s. Orleans' defaults: 10 s, 60 s and 107 s.
    private static void Notice(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(1.5);
        options.NumMissedProbesLimit = 3;
        options.NumVotesForDeathDeclaration = 2;
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        options.NumMissedTableIAmAliveLimit = 3;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(10);
        options.DefunctSiloExpiration = TimeSpan.FromHours(1);
        options.DefunctSiloCleanupPeriod = TimeSpan.FromMinutes(10);
    }

    private static void Map(WebApplication application, AdminOptions admin)
    {
        if (admin.Port == 0)
        {
            return;
        }

        // Alive is whoever answers: no database, no other silo. A check that asks them would restart healthy silos when those are away.
        application.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = static _ => false });
        application.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = static check => check.Tags.Contains(ReadyTag) });
        if (AdminGuard.MayServe(admin))
        {
            application.MapOrleansDashboard(DashboardPath).AddEndpointFilter(new AdminGuard(admin));
        }
    }
}
