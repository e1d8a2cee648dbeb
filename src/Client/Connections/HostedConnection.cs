using EmailCampaign.Hosting;
using EmailCampaign.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace EmailCampaign.Client.Connections;

/// <summary>A silo in this process.</summary>
internal sealed class HostedConnection(EmbeddedSilo silo) : GrainCalls(silo.Grains)
{
    private readonly ICampaignsInWork? _work = silo.Services.GetService<ICampaignsInWork>();

    public override bool Hosts => true;

    public override string Keeper => "the console that hosts the data directory";

    public override WorkInHand Work => _work is null ? WorkInHand.None : new(_work.Sending, _work.Scheduled) { Deleting = _work.Deleting };

    public override Task RecoveredAsync() => _work?.Recovered ?? Task.CompletedTask;

    /// <summary>Drains and stops; called again, it waits for the same end.</summary>
    public override ValueTask DisposeAsync() => silo.DisposeAsync();

    protected override async Task<T> CallAsync<T>(Func<Task<T>> make)
    {
        var call = make();
        await Task.WhenAny(call, silo.Stopped);
        return call.IsCompleted && !(call.IsFaulted && silo.Stopped.IsCompleted) ? await call : throw new SiloLostException();
    }
}
