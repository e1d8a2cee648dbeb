namespace EmailCampaign.Hosting;

/// <summary>
/// References to grains. Orleans reads the attributes of a grain's interface whenever it makes one, which takes longer than all the rest; here that is
/// done once for each interface.
/// </summary>
internal static class GrainReferences
{
    /// <summary>As <see cref="IGrainFactory.GetGrain{TGrainInterface}(string, string)"/>, without a prefix of the class.</summary>
    public static T Find<T>(this IGrainFactory grains, string key)
        where T : IGrainWithStringKey
    {
        if (Known<T>.Value is { } known)
        {
            return (T)grains.GetGrain(GrainId.Create(known.Grain, key), known.Interface);
        }

        var first = grains.GetGrain<T>(key);
        if (first is GrainReference reference)
        {
            Known<T>.Value = new(reference.GrainId.Type, reference.InterfaceType);
        }

        return first;
    }

    private sealed record Names(GrainType Grain, GrainInterfaceType Interface);

    // The same in every silo: what the code calls its grains.
    private static class Known<T>
    {
        public static volatile Names? Value;
    }
}
