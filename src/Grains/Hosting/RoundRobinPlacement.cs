using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace EmailCampaign.Hosting;

/// <summary>Spreads activations evenly over the silos: the default placement puts a burst of new batches on one of them.</summary>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("EmailCampaign.RoundRobinPlacement")]
internal sealed class RoundRobinPlacement : PlacementStrategy;

/// <summary>Places a grain class round-robin.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RoundRobinPlacementAttribute() : PlacementAttribute(new RoundRobinPlacement());

/// <summary>Takes the compatible silos in turn.</summary>
internal sealed class RoundRobinPlacementDirector : IPlacementDirector
{
    private int _next;

    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target).OrderBy(static silo => silo).ToArray();
        return Task.FromResult(IPlacementDirector.GetPlacementHint(target.RequestContextData, silos)
            ?? silos[(uint)Interlocked.Increment(ref _next) % (uint)silos.Length]);
    }
}
