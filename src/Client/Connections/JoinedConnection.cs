using EmailCampaign.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime.Messaging;

namespace EmailCampaign.Client.Connections;

/// <summary>The silo of another console, reached as an Orleans client over its loopback gateway.</summary>
internal sealed class JoinedConnection : GrainCalls
{
    // A gateway that takes the connection and then says nothing (its silo is ending) must not hold up the one who would take over.
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(5);

    private readonly IHost _client;
    private readonly TaskCompletionSource _lost;
    private readonly Func<bool> _isThere;

    private JoinedConnection(IHost client, TaskCompletionSource lost, Func<bool> isThere)
        : base(client.Services.GetRequiredService<IGrainFactory>())
    {
        _client = client;
        _lost = lost;
        _isThere = isThere;
    }

    public override bool Hosts => false;

    public override string Keeper => "the console that hosts the data directory";

    public override WorkInHand Work => WorkInHand.None;

    /// <summary>Connects to the silo that the card describes.</summary>
    /// <param name="card">Ports and ids.</param>
    /// <param name="isThere">Whether that silo still has the directory; asked when it does not answer.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Nothing when no silo answers there.</returns>
    public static async Task<JoinedConnection?> ConnectAsync(SiloCard card, Func<bool> isThere, CancellationToken cancellationToken)
    {
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<IHostLifetime, ClientLifetime>();
        builder.UseOrleansClient(client => client
            .UseLocalhostClustering(card.GatewayPort, card.ServiceId, card.ClusterId)
            .AddClusterConnectionLostHandler((_, _) => lost.TrySetResult()));
        var host = builder.Build();
        try
        {
            using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            bound.CancelAfter(ConnectPatience);
            await host.StartAsync(bound.Token).WaitAsync(bound.Token);
            return new(host, lost, isThere);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever kept it from answering, the directory says what to do next: host, wait, or try again.
            host.Dispose();
            return null;
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
            // Leaving a silo that is gone may fail in any way; there is nothing to save here.
        }

        _client.Dispose();
    }

    protected override async Task<T> CallAsync<T>(Func<Task<T>> make)
    {
        var call = make();
        await Task.WhenAny(call, _lost.Task);
        if (!call.IsCompleted)
        {
            throw new SiloLostException();
        }

        try
        {
            return await call;
        }
        catch (Exception error) when (error is SiloUnavailableException or ConnectionFailedException or OrleansMessageRejectionException
            || (error is TimeoutException && !_isThere()))
        {
            throw new SiloLostException("The console that hosted this data directory ended meanwhile; give the command again.", error);
        }
    }
}
