using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Senders;

/// <summary>
/// What a campaign sends through on this silo: one account, or the legs of a route. Legs of one order share by weight; an account that
/// cannot be reached, refuses, or rests for long leaves its share to the others of its order, and then to the next order, until it is back.
/// </summary>
/// <remarks>The shares are of mails, not of slices: each leg has a virtual time that a slice moves on by its size over the leg's weight.</remarks>
internal sealed class ProviderRoute(IReadOnlyList<(ProviderLane Lane, RouteLeg Leg)> legs, TimeProvider clock)
{
    // A rest that is shorter than this is waited for, rather than to send through an account that is there for emergencies.
    private static readonly TimeSpan ShortRest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly double[] _served = new double[legs.Count];
    private double _now;

    public IReadOnlyList<ProviderLane> Lanes { get; } = [.. legs.Select(static leg => leg.Lane)];

    /// <summary>Whether there is a choice of accounts.</summary>
    public bool HasChoice => legs.Count > 1;

    /// <summary>Recipients per slice, before the account is known.</summary>
    public int SliceSize(int most) => Lanes.Min(lane => lane.SliceSize(most));

    /// <summary>What holds the campaign up, or has changed its way, as a sentence for a person; null while all accounts flow.</summary>
    public string? Notice => Lanes.Select(lane => lane.Notice ?? (HasChoice ? lane.Refusal : null)).OfType<string>().ToList() is { Count: > 0 } notices
        ? string.Join(" ", notices)
        : null;

    /// <summary>Whether an account takes a mail now.</summary>
    public bool Flows => Lanes.Any(static lane => lane.Flows);

    /// <summary>Mails a second that the accounts take together, over all silos; null where one of them has no such limit.</summary>
    public double? PerSecond => Lanes.All(static lane => lane.Quota?.PerSecond is not null) ? Lanes.Sum(static lane => lane.Quota!.PerSecond) : null;

    public ProviderLane? Find(string account) => Lanes.FirstOrDefault(lane => lane.Provider.Name == account);

    /// <summary>Waits until an account takes a slice of up to <paramref name="most"/> recipients.</summary>
    public async Task<LaneEntry> EnterAsync(int most, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Choose(most, out var wait) is { } entry)
            {
                return entry;
            }

            // A lane that rests long is looked at again now and then: the rest may have been ended.
            await Task.Delay(wait < LongestLook ? wait : LongestLook, clock, cancellationToken);
        }
    }

    /// <summary>Whether the campaign goes on although this account refuses it: the refusal is the account's, and another one is left.</summary>
    public bool GoesOnWithout(ProviderLane lane, RefuseReason reason)
        => HasChoice && ProviderLane.IsOfTheAccount(reason) && Lanes.Any(other => other != lane && other.Refusal is null);

    private LaneEntry? Choose(int most, out TimeSpan wait)
    {
        lock (_lock)
        {
            wait = LongestLook;

            // When everybody refuses, the campaign has been resumed by somebody who believes that they no longer do.
            var allRefuse = Lanes.All(static lane => lane.Refusal is not null);
            foreach (var order in legs.Select(static leg => leg.Leg.Order).Distinct().Order())
            {
                var all = Enumerable.Range(0, legs.Count).Where(index => legs[index].Leg.Order == order && (allRefuse || legs[index].Lane.Refusal is null)).ToList();
                if (Probe(all, ref wait) is { } probe)
                {
                    return probe;
                }

                var flowing = all.Where(index => legs[index].Lane.Flows).ToList();
                while (flowing.Count > 0)
                {
                    var next = flowing.MinBy(Start);
                    if (legs[next].Lane.TryEnter(out var held, out var busy))
                    {
                        _now = Start(next);
                        _served[next] = _now + ((double)legs[next].Lane.SliceSize(most) / legs[next].Leg.Weight);
                        return new LaneEntry(legs[next].Lane, held);
                    }

                    wait = busy < wait ? busy : wait;
                    flowing.Remove(next);
                }

                if (all.Exists(index => legs[index].Lane is { CircuitState: 0 } lane && lane.RestsFor <= ShortRest))
                {
                    return null;
                }
            }

            return null;
        }
    }

    // A lane comes back by a slice that tries it.
    private LaneEntry? Probe(List<int> all, ref TimeSpan wait)
    {
        foreach (var lane in all.Select(index => legs[index].Lane).Where(static lane => !lane.Flows))
        {
            if (lane.TryEnter(out var probe, out var until))
            {
                return new LaneEntry(lane, probe);
            }

            wait = until < wait ? until : wait;
        }

        return null;
    }

    // One that was away does not catch up on what it has missed.
    private double Start(int index) => Math.Max(_served[index], _now);
}
