using System.Diagnostics.CodeAnalysis;
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

    /// <summary>Runs what has been begun, and tells the batch of its faults.</summary>
    public required Action<Task> Track { get; init; }

    /// <summary>Tells the batch that there may be something new.</summary>
    public required Action Signal { get; init; }

    /// <summary>Whether nobody takes a slot any more: what comes then goes back at once.</summary>
    public required Func<bool> IsOver { get; init; }

    public double? RatePerSecond
    {
        set => _pace.PerSecond = value;
    }

    /// <summary>Asks for as many slots as there are slices to fill.</summary>
    public void Ask(BatchLedger ledger, DateTimeOffset now)
    {
        var most = services.Options.SliceSize;
        var route = services.Lanes.Route(provider);
        var wish = new SliceWish(_pace.SliceSize(route?.SliceSize(most) ?? most), Drops);
        var repeats = ledger.Repeats(wish, now);
        if (route is not { HasChoice: true })
        {
            Ask(account: null, SliceKinds.Any, Math.Min(services.Options.WorkerCount, ledger.CountSlices(wish, now) + repeats.Count));
            return;
        }

        // A slice in doubt is dropped only by the account that may have it.
        foreach (var account in repeats.GroupBy(static account => account))
        {
            Ask(account.Key, SliceKinds.Repeats, Math.Min(services.Options.WorkerCount, account.Count()));
        }

        Ask(account: null, SliceKinds.Plain, Math.Min(services.Options.WorkerCount, ledger.CountSlices(wish, now)));
    }

    /// <summary>Takes the slots that are ready.</summary>
    public List<SendSlot> Take()
    {
        var ready = _ready;
        _ready = [];
        return ready;
    }

    /// <summary>The slice that a slot is for.</summary>
    public SliceWish Wish(SendSlot slot) => new(slot.Size, Drops, Label(slot), slot.Kinds);

    /// <summary>The slot's account as the ledger names it: null for the campaign's only one.</summary>
    public string? Label(SendSlot slot) => slot.Lane.Provider.Name is var account && account == provider ? null : account;

    /// <summary>How long the account of a ledger's entry drops repeats; null where it does not, or where the campaign no longer goes through it.</summary>
    public TimeSpan? IdempotencyLife(string? account) => services.Lanes.Route(provider)?.Find(account ?? provider)?.Provider.Capabilities.IdempotencyLife;

    /// <summary>Gives a slot back.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="unused">Mails of its size that were not sent; below 0 for a repeat that was larger.</param>
    public void Return(SendSlot slot, int unused)
    {
        _pace.Return(unused);
        slot.Dispose();
    }

    public void ReturnAll() => Take().ForEach(slot => Return(slot, slot.Size));

    /// <summary>Asks for nothing more, and gives up what has been asked for.</summary>
    public Task CloseAsync() => _acquiring.CancelAsync();

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
        var reserved = 0;
        try
        {
            // The order of waits: lane, rate, scheduler; whatever was taken and is not used goes back.
            if (services.Lanes.Route(provider) is not { } route)
            {
                await Task.Delay(RunOrder.Interval, services.Clock, _acquiring.Token);
                return;
            }

            var entry = account is not null && route.Find(account) is { } only
                ? new LaneEntry(only, await only.EnterAsync(_acquiring.Token))
                : await route.EnterAsync(services.Options.SliceSize, _acquiring.Token);
            probe = entry.Probe;
            var size = _pace.SliceSize(entry.Lane.SliceSize(services.Options.SliceSize));
            var waited = services.Clock.GetTimestamp();
            await _pace.ReserveAsync(size, _acquiring.Token);
            reserved = size;
            if (_pace.PerSecond is not null)
            {
                services.Metrics.OnLimitWait(services.Clock.GetElapsedTime(waited));
            }

            var permit = await services.Scheduler.AcquireAsync(key.CampaignId, key.Index, _acquiring.Token);
            _ready.Add(new SendSlot(permit, probe, size, entry.Lane, kinds));
            probe = null;
            reserved = 0;
        }
        catch (OperationCanceledException)
        {
            // The batch stops.
        }
        finally
        {
            _asked[(account, kinds)]--;
            probe?.Dispose();
            _pace.Return(reserved);
            if (IsOver())
            {
                ReturnAll();
            }

            Signal();
        }
    }
}
