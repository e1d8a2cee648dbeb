namespace EmailCampaign.Campaigns;

/// <summary>
/// Which silo each batch at work is on, and where the next goes: to the silo that was given the fewest, so that all do the same share; but a
/// slow one never has more than so many at once, and a new one gets its share at once.
/// </summary>
/// <param name="most">Batches at work on one silo beyond which it is given no more, while another has room.</param>
internal sealed class BatchPlaces(int most)
{
    private readonly Dictionary<int, SiloAddress> _places = [];
    private readonly Dictionary<SiloAddress, int> _given = [];

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
        var chosen = silos.OrderBy(silo => AtWork(silo) >= most).ThenBy(_given.GetValueOrDefault).ThenBy(AtWork).First();
        _given[chosen] = _given.GetValueOrDefault(chosen) + 1;
        return _places[batch] = chosen;
    }

    /// <summary>Where the batch said that it is.</summary>
    public void Found(int batch, SiloAddress silo) => _places[batch] = silo;

    /// <summary>The batch is not at work any more.</summary>
    public void Forget(int batch) => _places.Remove(batch);

    private int AtWork(SiloAddress silo) => _places.Values.Count(silo.Equals);
}
