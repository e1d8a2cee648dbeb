using System.Diagnostics.CodeAnalysis;
using EmailCampaign.Quotas;
using EmailCampaign.Senders;

namespace EmailCampaign.Batches;

/// <summary>
/// What a batch needs before it may claim: an account that lets a slice through, its rate, a sender. Each is asked for beside the batch's
/// pump, so that a wait never holds up a commit, and whatever was taken and is not used goes back. Runs on the grain's scheduler.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A token source without a timer holds nothing.")]
internal sealed class BatchSlots(BatchKey key, string provider, BatchServices services)
{
    private readonly CancellationTokenSource _acquiring = new();
    private readonly CampaignPace _pace = services.Paces.For(key.CampaignId);
    private readonly Dictionary<(string? Account, SliceKinds Kinds), int> _asked = [];
    private List<SendSlot> _ready = [];
    private bool _waitsForDomains;

    /// <summary>Runs what has been begun, and tells the batch of its faults.</summary>
    public required Action<Task> Track { get; init; }

    /// <summary>Tells the batch that there may be something new.</summary>
    public required Action Signal { get; init; }

    /// <summary>The domain of a recipient.</summary>
    public required Func<int, string> Domain { get; init; }

    /// <summary>Whether nobody takes a slot any more: what comes then goes back at once.</summary>
    public required Func<bool> IsOver { get; init; }

    public double? RatePerSecond
    {
        set => _pace.PerSecond = value;
    }

    /// <summary>Asks for as many slots as there are slices to fill.</summary>
    public void Ask(BatchLedger ledger, DateTimeOffset now)
    {
        var route = services.Lanes.Route(provider);
        var tally = Limiting(route) is { } domains ? domains.Tally() : null;
        var wish = new SliceWish(route?.Lanes.Min(Size) ?? services.Options.SliceSize, Drops, Admits: tally is null ? null : index => tally.Admit(Domain(index)));
        var repeats = ledger.Repeats(wish, now);
        var slices = ledger.CountSlices(wish, now);
        // Looked at before permits are asked for: they may come at once.
        var changed = tally?.Permits.Changed;
        if (tally?.Want() == true && !_waitsForDomains)
        {
            _waitsForDomains = true;
            Track(WaitAsync(changed!));
        }

        if (route is not { HasChoice: true })
        {
            Ask(account: null, SliceKinds.Any, Math.Min(services.Options.WorkerCount, slices + repeats.Count));
            return;
        }

        // A slice in doubt is dropped only by the account that may have it.
        foreach (var account in repeats.GroupBy(static account => account))
        {
            Ask(account.Key, SliceKinds.Repeats, Math.Min(services.Options.WorkerCount, account.Count()));
        }

        Ask(account: null, SliceKinds.Plain, Math.Min(services.Options.WorkerCount, slices));
    }

    /// <summary>Slots that are ready.</summary>
    public int Ready => _ready.Count;

    /// <summary>Whether a mail of a ready slot has a time at which it may start, or is a probe: its claim is not held up.</summary>
    public bool IsPaced => _ready.Exists(static slot => slot.Probe is not null || slot.OfCampaign != HeldPermits.None || slot.OfAccount != HeldPermits.None);

    /// <summary>Takes the slots that are ready.</summary>
    public List<SendSlot> Take()
    {
        var ready = _ready;
        _ready = [];
        return ready;
    }

    /// <summary>The slice that a slot is for.</summary>
    public SliceWish Wish(SendSlot slot) => new(
        slot.Size, Drops, Label(slot), slot.Kinds,
        slot.Lane.Quota is { Domains: { HasAny: true } domains } ? index => domains.TryTake(Domain(index)) : null);

    /// <summary>The slot's account as the ledger names it: null for the campaign's only one.</summary>
    public string? Label(SendSlot slot) => slot.Lane.Provider.Name is var account && account == provider ? null : account;

    /// <summary>How long the account of a ledger's entry drops repeats; null where it does not, or where the campaign no longer goes through it.</summary>
    public TimeSpan? IdempotencyLife(string? account) => services.Lanes.IdempotencyLife(provider, account);

    /// <summary>Gives the slots back that nobody took.</summary>
    public void ReturnAll() => Take().ForEach(static slot => slot.Return(slot.Size));

    /// <summary>Asks for nothing more, and gives up what has been asked for.</summary>
    public Task CloseAsync() => _acquiring.CancelAsync();

    // Where there is a choice of accounts, each slot asks its own account's limits; mails wait only when there is none without.
    private static DomainPermits? Limiting(ProviderRoute? route)
        => route is not null && route.Lanes.All(static lane => lane.Quota is { Domains.HasAny: true }) ? route.Lanes[0].Quota!.Domains : null;

    // Looks again when there may be more permits.
    private async Task WaitAsync(Task changed)
    {
        try
        {
            await changed.WaitAsync(_acquiring.Token);
        }
        catch (OperationCanceledException)
        {
            // The batch stops.
        }
        finally
        {
            _waitsForDomains = false;
            Signal();
        }
    }

    private bool Drops(string? account) => IdempotencyLife(account) is not null;

    private void Ask(string? account, SliceKinds kinds, int wanted)
    {
        var asked = (account, kinds);
        var count = _asked.GetValueOrDefault(asked) + _ready.Count(slot => slot.Kinds == kinds && (account is null || slot.Lane.Provider.Name == account));
        for (; count < wanted; count++)
        {
            _asked[asked] = _asked.GetValueOrDefault(asked) + 1;
            Track(AcquireAsync(account, kinds));
        }
    }

    private async Task AcquireAsync(string? account, SliceKinds kinds)
    {
        IDisposable? probe = null;
        var (ofCampaign, ofAccount) = (HeldPermits.None, HeldPermits.None);
        var size = 0;
        try
        {
            // The order of waits: lane, rates, scheduler; whatever was taken and is not used goes back.
            if (services.Lanes.Route(provider) is not { } route)
            {
                await Task.Delay(RunOrder.Interval, services.Clock, _acquiring.Token);
                return;
            }

            var entry = account is not null && route.Find(account) is { } only
                ? new LaneEntry(only, await only.EnterAsync(_acquiring.Token))
                : await route.EnterAsync(services.Options.SliceSize, _acquiring.Token);
            probe = entry.Probe;
            size = Size(entry.Lane);
            var waited = services.Clock.GetTimestamp();
            ofCampaign = await _pace.ReserveAsync(size, _acquiring.Token);
            if (await entry.Lane.ReserveAsync(() => Math.Min(size, Size(entry.Lane)), _acquiring.Token) is not { } permits)
            {
                // The account rests or has used up a limit: asked for again, perhaps of another one.
                return;
            }

            ofAccount = permits;
            if (ofCampaign != HeldPermits.None || ofAccount != HeldPermits.None)
            {
                services.Metrics.OnLimitWait(services.Clock.GetElapsedTime(waited));
            }

            var most = Math.Min(ofCampaign.Count ?? size, ofAccount.Count ?? size);
            var permit = await services.Scheduler.AcquireAsync(key.CampaignId, key.Index, most, _acquiring.Token);
            _ready.Add(new SendSlot(permit, probe, most, entry.Lane, kinds, ofCampaign, ofAccount));
            probe = null;
            (ofCampaign, ofAccount) = (HeldPermits.None, HeldPermits.None);
        }
        catch (OperationCanceledException)
        {
            // The batch stops.
        }
        finally
        {
            _asked[(account, kinds)]--;
            probe?.Dispose();
            ofCampaign.Return(size);
            ofAccount.Return(size);
            if (IsOver())
            {
                ReturnAll();
            }

            Signal();
        }
    }

    private int Size(ProviderLane lane) => PacedSlice.Size(lane.SliceSize(services.Options.SliceSize), _pace.PerSecond, lane.TakesSeveral);
}
