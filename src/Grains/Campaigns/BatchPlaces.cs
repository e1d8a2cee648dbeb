namespace EmailCampaign.Campaigns;

/// <summary>
/// Which silo each batch at work is on, so that the next goes where the fewest are: a silo that is new gets its share at once, and a slow
/// one no more than it can do.
/// </summary>
internal sealed class BatchPlaces
{
    private readonly Dictionary<int, SiloAddress> _places = [];

    /// <summary>The silo of a batch: where it is, or where it should go.</summary>
    /// <param name="batch">A batch of the window.</param>
    /// <param name="silos">Those that share the work, one or more.</param>
    public SiloAddress Choose(int batch, IReadOnlyList<SiloAddress> silos)
    {
        if (_places.TryGetValue(batch, out var known) && silos.Contains(known))
        {
            return known;
        }

        _places.Remove(batch);
        return _places[batch] = silos.MinBy(silo => _places.Values.Count(silo.Equals))!;
    }

    /// <summary>Where the batch said that it is.</summary>
    public void Found(int batch, SiloAddress silo) => _places[batch] = silo;

    /// <summary>The batch is not at work any more.</summary>
    public void Forget(int batch) => _places.Remove(batch);
}
