using EmailCampaign.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Configuration;
using Orleans.Runtime.Messaging;

namespace EmailCampaign.Client.Connections;

/// <summary>
/// A cluster, reached as an Orleans client over the gateways of its silos. A call whose silo or database is lost is made again, for a
/// minute, over another silo: every call may be repeated.
/// </summary>
internal sealed class ClusterConnection : GrainCalls
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan CallPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly IHost _client;
    private readonly ClusterMembers _members;
    private readonly TimeProvider _clock;

    private ClusterConnection(IHost client, ClusterMembers members, TimeProvider clock)
        : base(client.Services.GetRequiredService<IGrainFactory>())
    {
        _client = client;
        _members = members;
        _clock = clock;
    }

    public override bool Hosts => false;

    public override string Keeper => "the cluster";

    public override WorkInHand Work => WorkInHand.None;

    /// <param name="members">Goes over to the connection, once there is one.</param>
    /// <param name="clock">Measures patience.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="TimeoutException">No silo of the table answered.</exception>
    public static async Task<ClusterConnection> ConnectAsync(ClusterMembers members, TimeProvider clock, CancellationToken cancellationToken)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<IHostLifetime, ClientLifetime>();
        ClusterDatabase.AddFaults(builder.Services);
        builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (members.ClusterId, ClusterDatabase.ServiceId))
            .Configure<GatewayOptions>(static options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(3))
            .Configure<ClientMessagingOptions>(static options => options.ResponseTimeout = TimeSpan.FromSeconds(10))
            .UseAdoNetClustering(options => (options.Invariant, options.DataSource) = (ClusterDatabase.Invariant, members.Database))
            .UseConnectionRetryFilter(async (_, token) =>
            {
                await Task.Delay(Pause, clock, token);
                return true;
            }));
        var host = builder.Build();
        try
        {
            using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            bound.CancelAfter(ConnectPatience);
            await host.StartAsync(bound.Token).WaitAsync(bound.Token);
            return new(host, members, clock);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            host.Dispose();
            throw new TimeoutException("none of its silos answers", late);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    public override Task RecoveredAsync() => Task.CompletedTask;

    public override async ValueTask DisposeAsync()
    {
        try
        {
            using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await _client.StopAsync(bound.Token);
        }
        catch (Exception)
        {
            // Leaving a cluster that is gone may fail in any way; there is nothing to save here.
        }

        _client.Dispose();
        await _members.DisposeAsync();
    }

    protected override async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        var started = _clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception error) when (IsOfTheWay(error))
            {
                if (_clock.GetElapsedTime(started) > CallPatience)
                {
                    throw new SiloLostException(
                        "The cluster has not answered for a minute; its silos go on by themselves once they are back. Give the command again later.", error);
                }
            }

            await Task.Delay(Pause, _clock);
        }
    }

    // What says that a silo, a gateway, the database behind them or the way there is lost; anything else is an answer.
    private static bool IsOfTheWay(Exception error) => error is TimeoutException or SiloUnavailableException or ConnectionFailedException
        or OrleansMessageRejectionException or ClientNotAvailableException or GrainReferenceNotBoundException or NpgsqlException
        || (error is OrleansException && error.Message.Contains("gateway", StringComparison.OrdinalIgnoreCase))
        || (error.InnerException is { } inner && IsOfTheWay(inner));
}
