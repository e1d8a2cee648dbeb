using System.Diagnostics.CodeAnalysis;
using EmailCampaign.Campaigns;
using EmailCampaign.Senders;
using EmailCampaign.Telemetry;

namespace EmailCampaign.Batches;

/// <summary>
/// The delivery of one batch in one activation: collects outcomes, commands and permits, and commits them together. It alone writes
/// the ledger's row. Runs on the grain's scheduler, so nothing here is locked; every wait may let other turns in between.
/// </summary>
/// <remarks>
/// One commit holds the outcomes of the slices that came back and the claims of the slices about to go out. A slice goes to a sender
/// only after the write that claims it has succeeded, and readers never see what is not written.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "Slices may come back after the end and still ask the tokens; sources without a timer hold nothing.")]
internal sealed class BatchDelivery(
    BatchKey key, LedgerRow row, BatchLedger loaded, LedgerRules rules, IBatchHost host, CampaignContent content, ISenderGrain sender,
    BatchServices services, ILogger logger)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReopenPatience = TimeSpan.FromSeconds(5);

    // Outcomes and claims that make a write worth its while; a slice that comes back is usually one of each.
    private const int Gathered = 6;

    private readonly CancellationTokenSource _patience = new();
    private readonly BatchTrace _trace = new(key);
    private readonly HashSet<long> _awaited = [];
    private readonly HashSet<long> _undispatched = [];
    private readonly HashSet<Task> _tasks = [];
    private BatchLedger _ledger = loaded;
    private List<LedgerWork> _inbox = [];
    private TaskCompletionSource _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private BatchSlots? _slots;
    private Task? _pump;
    private RunOrder? _order;
    private DateTimeOffset _leaseUntil;
    private SliceTrouble? _trouble;
    private TimeSpan _retryDelay = FirstDelay;
    private bool _idleReported;
    private bool _stopping;
    private bool _lost;
    private bool _writing;
    private bool _hasWritten;

    /// <summary>What is in the row.</summary>
    public BatchLedger Ledger => _ledger;

    /// <summary>Whether another activation has the row.</summary>
    public bool IsLost => _lost;

    private BatchSlots Slots => _slots ??= new BatchSlots(key, content.Definition.Provider, services)
    {
        Track = Track,
        Signal = Signal,
        Domain = index => host.Domain(index, _ledger.Recipients[index]),
        IsOver = () => _lost || (_stopping && _pump is null or { IsCompleted: true }),
    };

    /// <summary>Takes the campaign's word, and with it a new run lease.</summary>
    public void Run(RunOrder order)
    {
        if (_order is null || order.Epoch > _order.Epoch)
        {
            _trouble = null;
        }

        if (_order != order)
        {
            _idleReported = false;
        }

        _order = order;
        if (order.Sends)
        {
            _trace.Begin(order.TraceParent);
        }
        else
        {
            // Paused or cancelled: the mail on the wire is finished, the rest of the slice comes back.
            services.Desk.Stop(_awaited);
        }

        Slots.RatePerSecond = order.RatePerSecond;
        _leaseUntil = services.Clock.GetUtcNow() + RunOrder.Lease;
        Start();
        Signal();
    }

    public BatchReport Report()
    {
        var counts = _ledger.Count();
        var route = services.Lanes.Route(content.Definition.Provider);
        return new BatchReport
        {
            Batch = key.Index,
            Silo = host.Silo,
            Version = _ledger.Version,
            Counts = counts,
            UnfinishedInDoubt = _ledger.UnfinishedInDoubt(),
            NextDueAt = _ledger.NextDueAt(),
            Idle = _idleReported && IsIdle(services.Clock.GetUtcNow()),
            Epoch = _order?.Epoch ?? 0,
            Trouble = _trouble,
            Notice = services.Lanes.Notice(content.Definition.Provider),
            HeldUp = route is not { Flows: true },
            PerSecond = route?.PerSecond,
        };
    }

    /// <summary>Applies a change with the next commit.</summary>
    /// <returns>True once it is in the row; false when this activation lost the row first.</returns>
    public Task<bool> CommitAsync(Func<BatchLedger, DateTimeOffset, BatchLedger> change) => CommitAsync(done => new LedgerWork.Command(change, done));

    /// <summary>Records the outcomes of a claim of an earlier activation.</summary>
    public Task<bool> RecordLateAsync(long claimId, IReadOnlyList<DeliveryOutcome> outcomes)
        => outcomes.Any(outcome => outcome.CreatedAt is { } at && at != content.CreatedAt)
            ? Task.FromResult(true) // of a campaign that was deleted, and had the id before
            : CommitAsync(done => new LedgerWork.LateOutcomes(claimId, outcomes, done));

    /// <summary>
    /// Claims nothing more, waits for the slices that are out, and writes what is left to write. What cannot be written any more is
    /// handed to <see cref="LateOutcomes"/>.
    /// </summary>
    public async Task StopAsync(CancellationToken bound)
    {
        _stopping = true;
        await Slots.CloseAsync();
        Signal();
        await using (bound.Register(static state => ((CancellationTokenSource)state!).Cancel(), _patience))
        {
            if (_pump is { } pump)
            {
                await pump.WaitAsync(bound).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }

        // Slices that are still out keep their task; when they come back this activation no longer has the row.
        HandOver();
    }

    private Task<bool> CommitAsync(Func<TaskCompletionSource<bool>, LedgerWork> work)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(work(done));
        return done.Task;
    }

    private void Start()
    {
        if (_pump is null or { IsCompleted: true } && !_stopping && !_lost)
        {
            _pump = PumpAsync();
        }
    }

    private void Signal() => _signal.TrySetResult();

    private void Add(LedgerWork work)
    {
        if (_lost)
        {
            HandOver(work);
            return;
        }

        _inbox.Add(work);
        _idleReported = false;
        if (!_stopping || _pump is { IsCompleted: false })
        {
            Start();
            Signal();
        }
        else
        {
            HandOver();
        }
    }

    private async Task PumpAsync()
    {
        // Leaves the caller's turn, stays on the grain's scheduler.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.ContinueOnCapturedContext);
        try
        {
            while (!_lost)
            {
                _signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                Acquire();
                await GatherAsync();
                if (_lost)
                {
                    break; // a stop has handed everything over meanwhile
                }

                if (await StepAsync())
                {
                    continue;
                }

                if (_stopping && _awaited.Count == 0 && _inbox.Count == 0)
                {
                    break;
                }

                await ReportIdleAsync();
                await _signal.Task;
            }
        }
        catch (Exception error)
        {
            // A bug, or a row that cannot be decoded. The campaign's next call starts the pump again; nothing in memory is dropped.
            logger.DeliveryFailed(key, error);
        }

        if (_lost)
        {
            // The work of a write that ended only after a stop had handed over the rest.
            HandOver();
        }

        Slots.ReturnAll();
    }

    // A write that holds one slice's outcome or claim waits a moment for the next, as long as others are out and nobody waits for the write itself.
    private async Task GatherAsync()
    {
        if (!MayGather())
        {
            return;
        }

        var isOver = false;
        Track(EndAsync());
        while (MayGather() && !isOver)
        {
            await _signal.Task;
            _signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Acquire();
        }

        async Task EndAsync()
        {
            await Task.Delay(services.Gathering, services.Clock, _patience.Token).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            isOver = true;
            Signal();
        }
    }

    private bool MayGather() => services.Gathering > TimeSpan.Zero && !_stopping && !_lost && _trouble is null && _order is { Sends: true }
        && _awaited.Count > 1 && _inbox.Count + Slots.Ready is > 0 and < Gathered
        && !Slots.IsPaced && _inbox.TrueForAll(static work => work is LedgerWork.Outcomes);

    private void Acquire()
    {
        var now = services.Clock.GetUtcNow();
        if (MayClaim(now))
        {
            Slots.Ask(_ledger, now);
        }
    }

    private bool MayClaim(DateTimeOffset now) => !_stopping && !_lost && _trouble is null && _order is { Sends: true }
        && services.Role.Sends && now < _leaseUntil && !services.Desk.Draining.IsCancellationRequested;

    /// <summary>One group commit, when there is something to commit.</summary>
    /// <returns>Whether anything was done.</returns>
    private async Task<bool> StepAsync()
    {
        // The sender's clock is read first: should time pass in between, its deadline is the earlier one.
        var deadline = services.Clock.GetTimestamp() + (long)(Claim.Lease.TotalSeconds * services.Clock.TimestampFrequency);
        var now = services.Clock.GetUtcNow();
        var work = _inbox;
        _inbox = [];
        var next = Apply(work, now);
        if (Reopens(next))
        {
            (work, next) = await ReopenAsync(work, now);
        }

        var slots = Slots.Take();
        next = Judge(next.EndRepeats(Slots.IdempotencyLife, now), now);
        var claimed = MayClaim(now) ? TakeSlices(ref next, slots, now) : [];
        foreach (var slot in slots.Where(slot => !claimed.Exists(slice => slice.Slot == slot)))
        {
            slot.Return(slot.Size);
        }

        if (ReferenceEquals(next, _ledger))
        {
            Complete(work, next);
            return work.Count > 0;
        }

        foreach (var slice in claimed)
        {
            _undispatched.Add(slice.Claim.Id);
        }

        var before = _ledger;
        LedgerWrite fate;
        BatchLedger ledger;
        _writing = true;
        try
        {
            (fate, ledger) = await row.WriteAsync(next, _patience.Token);
        }
        catch
        {
            claimed.ForEach(slice => slice.Slot.Return(slice.Slot.Size));
            _inbox.InsertRange(0, work);
            throw;
        }
        finally
        {
            _writing = false;
        }

        switch (fate)
        {
            case LedgerWrite.Committed:
                _retryDelay = FirstDelay;
                _hasWritten = true;
                _ledger = ledger;
                Count(before, ledger);
                if (_lost)
                {
                    // The stop could not wait for this write, and has handed its claims over as not attempted.
                    claimed.ForEach(slice => slice.Slot.Return(slice.Slot.Size));
                }
                else
                {
                    Dispatch(claimed, deadline);
                }

                // A write that carries an older ETag can no longer land.
                _undispatched.Clear();
                Complete(work, before);
                if (now >= _leaseUntil)
                {
                    // Nobody asks at the moment (a late outcome of a finished campaign): the campaign is told.
                    Track(host.TellCampaignAsync(Report()));
                }

                break;

            case LedgerWrite.NotWritten or LedgerWrite.EarlierLanded:
                _ledger = ledger;
                claimed.ForEach(slice => slice.Slot.Return(slice.Slot.Size));
                _inbox.InsertRange(0, work);
                GiveBackUndispatched(ledger);
                await BackOffAsync();
                break;

            default:
                claimed.ForEach(slice => slice.Slot.Return(slice.Slot.Size));
                _inbox.InsertRange(0, work);
                logger.LedgerLost(key, _inbox.Count);
                HandOver();
                break;
        }

        return true;
    }

    private BatchLedger Apply(List<LedgerWork> work, DateTimeOffset now)
    {
        var next = _ledger;
        foreach (var item in work)
        {
            next = item.Apply(next, rules, now);
        }

        return next;
    }

    // The campaign may have written this batch off: it must know better before the row does, or a crash in between leaves somebody behind.
    private bool Reopens(BatchLedger next) => _ledger.IsFinished && !next.IsFinished;

    // The campaign may be waiting for a command of its own to this batch: that goes first, and late outcomes follow.
    private async Task<(List<LedgerWork> Work, BatchLedger Next)> ReopenAsync(List<LedgerWork> work, DateTimeOffset now)
    {
        var commands = work.Where(static item => item is LedgerWork.Command).ToList();
        var others = work.Except(commands).ToList();
        try
        {
            if (commands.Count == 0)
            {
                await host.ReopenAsync().WaitAsync(ReopenPatience, services.Clock);
                return _lost ? ([], _ledger) : (work, Apply(work, now));
            }
        }
        catch (Exception error)
        {
            logger.ReopeningFailed(key, error);
            await BackOffAsync();
            Signal();
        }
        finally
        {
            if (_lost)
            {
                work.ForEach(HandOver);
            }
        }

        if (_lost)
        {
            return ([], _ledger);
        }

        _inbox.InsertRange(0, others);
        return (commands, Apply(commands, now));
    }

    private BatchLedger Judge(BatchLedger next, DateTimeOffset now)
    {
        if (_order is null || now >= _leaseUntil || next.Claims.IsEmpty)
        {
            return next;
        }

        var judged = next.Judgeable(_awaited, services.Role.ProcessId, services.Role.ExclusiveStore, now);
        if (judged.IsEmpty)
        {
            return next;
        }

        logger.ClaimsJudged(key, judged.Count);
        return next.Judge(judged, rules, now);
    }

    private List<ClaimedSlice> TakeSlices(ref BatchLedger next, List<SendSlot> slots, DateTimeOffset now)
    {
        var claimed = new List<ClaimedSlice>();
        foreach (var slot in slots)
        {
            var wish = Slots.Wish(slot);
            var indexes = next.TakeSlice(wish, now);
            if (indexes.IsEmpty)
            {
                continue;
            }

            var claim = new Claim(services.Ids.NextClaimId(), services.Role.ProcessId, now + Claim.Lease);
            next = next.Take(claim, indexes, now, wish.Account, wish.IsRepeat);
            slot.Permit.Resize(indexes.Length);
            claimed.Add(new ClaimedSlice(slot, claim, indexes));
        }

        return claimed;
    }

    private void Complete(List<LedgerWork> work, BatchLedger before) => work.ForEach(item =>
    {
        item.Note(before, _ledger);
        item.Complete(inRow: true);
    });

    private void Dispatch(List<ClaimedSlice> claimed, long deadline)
    {
        foreach (var slice in claimed)
        {
            _undispatched.Remove(slice.Claim.Id);
            _awaited.Add(slice.Claim.Id);
            services.Commits.Begin();
            Track(SendAsync(slice, deadline));
        }
    }

    private async Task SendAsync(ClaimedSlice slice, long deadline)
    {
        var members = new List<SliceMember>(slice.Indexes.Length);
        var left = new List<DeliveryOutcome>();
        var result = new SliceResult([]);
        SliceTrace? trace = null;
        var started = 0;
        try
        {
            foreach (var index in slice.Indexes)
            {
                var entry = _ledger.Recipients[index];
                if (IsAccepted(index, entry))
                {
                    // Its acceptance by an earlier claim has arrived while this one was being written.
                    left.Add(new DeliveryOutcome(index, entry.Generation, DeliveryKind.NotAttempted));
                }
                else
                {
                    members.Add(host.Member(index, entry));
                }
            }

            if (members.Count > 0)
            {
                var account = slice.Slot.Lane.Provider.Name;
                trace = _trace.StartSlice(account, members.Count);
                var order = new SliceOrder(key.CampaignId, key.Index, slice.Claim.Id, services.Role.ProcessId, deadline, members, account, trace?.Id);

                // The campaign may have been paused meanwhile, when there was nothing yet to stop.
                if (await slice.Slot.OnTimeAsync() && _order is { Sends: true })
                {
                    started = members.Count;
                    trace?.Permitted(slice.Slot.OfAccount);
                    result = await services.Desk.SendAsync(sender, order);
                }
                else
                {
                    result = SliceResult.NotAttempted(order);
                }
            }
        }
        finally
        {
            slice.Slot.Return(slice.Slot.Size - started);
            _awaited.Remove(slice.Claim.Id);
        }

        if (result.Trouble is { } trouble && _trouble is null)
        {
            _trouble = trouble;
            if (!_lost)
            {
                Track(host.TellCampaignAsync(Report()));
            }
        }

        Add(new LedgerWork.Outcomes(slice.Claim.Id, [.. result.Outcomes, .. left], services.Commits.End, trace));
    }

    private bool IsAccepted(int index, RecipientEntry entry)
    {
        foreach (var work in _inbox)
        {
            if (work.Accepts(index, entry))
            {
                return true;
            }
        }

        return false;
    }

    // Claims of writes that landed unseen and were never dispatched: nothing of them was attempted.
    private void GiveBackUndispatched(BatchLedger ledger)
    {
        foreach (var claimId in _undispatched.Where(ledger.Claims.ContainsKey).ToArray())
        {
            _undispatched.Remove(claimId);
            _inbox.Add(NotAttempted(claimId, ledger));
        }
    }

    private static LedgerWork.Outcomes NotAttempted(long claimId, BatchLedger ledger) => new(claimId,
        [.. ledger.Recipients.Index()
            .Where(pair => pair.Item.ClaimId == claimId)
            .Select(static pair => new DeliveryOutcome(pair.Index, pair.Item.Generation, DeliveryKind.NotAttempted))],
        static () => { });

    private async Task BackOffAsync()
    {
        await Task.Delay(_retryDelay, services.Clock, _patience.Token).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _retryDelay = _retryDelay * 2 < LongestDelay ? _retryDelay * 2 : LongestDelay;
    }

    private bool IsIdle(DateTimeOffset now) => !_writing && _inbox.Count == 0 && _awaited.Count == 0 && _undispatched.Count == 0 && _ledger.Claims.IsEmpty
        && !HasToClaim(now);

    private bool HasToClaim(DateTimeOffset now) => _order is { Sends: true } && _trouble is null && _ledger.CountClaimable(now) > 0;

    // "Idle" is said only after the row has been seen unchanged: an activation that lost it must not speak for the batch.
    private async Task ReportIdleAsync()
    {
        var now = services.Clock.GetUtcNow();
        if (_idleReported || _stopping || _order is null || _signal.Task.IsCompleted)
        {
            return;
        }

        if (_undispatched.Count > 0 && _inbox.Count == 0 && _awaited.Count == 0 && !HasToClaim(now))
        {
            // A write that was taken for failed may still land, and would claim what nobody sends: behind another write it can no longer.
            _ = CommitAsync(static (current, _) => current with { });
            return;
        }

        if (!IsIdle(now))
        {
            return;
        }

        if (!_hasWritten && !_ledger.IsFinished)
        {
            // A write of the activation before this one may still be on its way, and would claim recipients of a campaign that was paused or
            // cancelled: behind a write of ours it can no longer land.
            _ = CommitAsync(static (current, _) => current with { });
            return;
        }

        if (!await row.IsUnchangedAsync(_patience.Token))
        {
            logger.LedgerLost(key, _inbox.Count);
            HandOver();
            return;
        }

        if (_inbox.Count == 0)
        {
            _idleReported = true;
            _trace.End(_ledger.Count());
            Track(ReportAndLeaveAsync());
        }
    }

    // A batch with nothing to do gives its memory back; the campaign's next call loads it again.
    private async Task ReportAndLeaveAsync()
    {
        await host.TellCampaignAsync(Report());
        if (_idleReported && _order is { Sends: true })
        {
            host.Leave();
        }
    }

    private void HandOver()
    {
        _lost = true;
        var inbox = _inbox;
        _inbox = [];
        inbox.ForEach(HandOver);
        foreach (var claimId in _undispatched)
        {
            // The write may yet land; its recipients are unknown to the row we know, so the whole batch is named.
            services.LateOutcomes.Add(key, content.CreatedAt, claimId,
                [.. _ledger.Recipients.Index().Select(static pair => new DeliveryOutcome(pair.Index, pair.Item.Generation, DeliveryKind.NotAttempted))]);
        }

        _undispatched.Clear();
        Slots.ReturnAll();
        _trace.End(_ledger.Count());
        Signal();
        host.Leave();
    }

    private void HandOver(LedgerWork work)
    {
        if (work is LedgerWork.Outcomes outcomes)
        {
            services.LateOutcomes.Add(key, content.CreatedAt, outcomes.ClaimId, outcomes.Items);
        }

        work.Complete(inRow: false);
    }

    private void Count(BatchLedger before, BatchLedger after)
    {
        for (var index = 0; index < after.Recipients.Length; index++)
        {
            var (old, entry) = (before.Recipients[index], after.Recipients[index]);
            if (ReferenceEquals(old, entry))
            {
                continue;
            }

            if (entry.Status == RecipientStatus.Dead && old.Status != RecipientStatus.Dead)
            {
                services.Metrics.OnDead(entry.Reason);
            }
            else if (entry.Status == RecipientStatus.Waiting)
            {
                services.Metrics.Account(entry.Account ?? content.Definition.Provider).OnRetry(entry.Reason);
            }

            if (entry.DoubtsEver > old.DoubtsEver)
            {
                services.Metrics.OnInDoubt(entry.DoubtsEver - old.DoubtsEver);
            }
        }
    }

    private void Track(Task task)
    {
        _tasks.Add(task);
        _ = ForgetAsync(task);

        async Task ForgetAsync(Task tracked)
        {
            await tracked.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            _tasks.Remove(tracked);
            if (tracked.Exception is { } error)
            {
                logger.DeliveryFailed(key, error);
            }
        }
    }
}
