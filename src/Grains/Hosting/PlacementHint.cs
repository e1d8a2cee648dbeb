using Orleans.Runtime.Placement;

namespace EmailCampaign.Hosting;

/// <summary>Tells the placement where the grain of the next call should be, when it is nowhere yet.</summary>
internal static class PlacementHint
{
    /// <summary>Makes a call with a hint. Orleans carries it on with every call below: the callee drops it by <see cref="Drop"/>.</summary>
    public static Task<T> CallAsync<T>(SiloAddress silo, Func<Task<T>> call)
    {
        RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
        try
        {
            return call();
        }
        finally
        {
            Drop();
        }
    }

    public static void Drop() => RequestContext.Remove(IPlacementDirector.PlacementHintKey);
}
