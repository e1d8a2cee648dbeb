using System.Diagnostics.CodeAnalysis;

namespace EmailCampaign.Quotas;

/// <summary>
/// A limit as this silo meets it: callers stand in one line, and the first of them takes permits as their time comes. They are leased in
/// small blocks, the next while the last is being used; what is not used soon lapses.
/// </summary>
/// <param name="lease">Leases a block: how many are wanted, and what lapsed since.</param>
/// <param name="senders">Slices that may be sent at a time, and therefore hold permits at a time.</param>
[SuppressMessage("Design", "CA1001", Justification = "Semaphores without a wait handle hold nothing.")]
internal sealed class PermitLine(Func<int, IReadOnlyList<UnusedPermits>, Task<PermitBlock>> lease, TimeProvider clock, int senders)
{
    /// <summary>How long a permit may be used that nobody took at its time. It must be shorter than the lease.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromMilliseconds(300);

    // Limits may change in between.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterFault = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly PlayoutDelay _delay = new(clock);
    private readonly SemaphoreSlim _tickets = new(senders);
    private readonly SemaphoreSlim _line = new(1);
    private readonly LinkedList<Permit> _permits = new();
    private readonly Dictionary<long, int> _unused = [];
    private Task _leasing = Task.CompletedTask;
    private DateTimeOffset _askAgainAt = DateTimeOffset.MinValue;
    private DateTimeOffset _usedUpUntil = DateTimeOffset.MinValue;
    private TimeSpan _spacing;
    private int _waiting;
    private int _debt;

    /// <summary>
    /// Permits for a slice until it has been sent. Permits that wait long for a sender would be used all at once later: no more slices hold some than there
    /// are senders.
    /// </summary>
    /// <param name="mails">Asked when the caller's turn has come: the limit may change meanwhile.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled; nothing is held.</exception>
    public async Task<HeldPermits> HoldAsync(Func<int> mails, CancellationToken cancellationToken)
    {
        await _tickets.WaitAsync(cancellationToken);
        var ticket = new Ticket(_tickets);
        try
        {
            return new HeldPermits(this, await ReserveAsync(mails, cancellationToken), ticket);
        }
        catch
        {
            ticket.Dispose();
            throw;
        }
    }

    /// <summary>Waits until <paramref name="mails"/> may start; fewer of them when a limit is used up meanwhile, but one at least.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled; nothing is held.</exception>
    public Task<Permit[]> ReserveAsync(int mails, CancellationToken cancellationToken) => ReserveAsync(() => mails, cancellationToken);

    /// <summary>The same for a number that is known only when the caller's turn has come, because the limit may change meanwhile.</summary>
    public async Task<Permit[]> ReserveAsync(Func<int> mails, CancellationToken cancellationToken)
    {
        var likely = mails();
        Interlocked.Add(ref _waiting, likely);
        try
        {
            await _line.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Add(ref _waiting, -likely);
        }

        try
        {
            return await CollectAsync(mails(), cancellationToken);
        }
        finally
        {
            _line.Release();
        }
    }

    private async Task<Permit[]> CollectAsync(int mails, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _waiting, mails);
        var taken = new List<Permit>(mails);
        try
        {
            while (!TakeNext(taken, mails, out var wait))
            {
                await wait.WaitAsync(cancellationToken);
            }

            return [.. taken];
        }
        catch
        {
            Return(taken);
            throw;
        }
        finally
        {
            Interlocked.Add(ref _waiting, -mails);
        }
    }

    /// <summary>
    /// Waits a moment, so that mails that were held up (a slow write) start one after another as their permits did, and not all at once.
    /// Mails that were held up for long take other permits, past the line.
    /// </summary>
    /// <returns>The permits they start with; null when there are no others within the time that their claim has left.</returns>
    public async Task<Permit[]?> OnTimeAsync(Permit[] permits)
    {
        if (_delay.Wait(permits[^1].From, MostDelay(permits.Length)) is { } wait)
        {
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), clock);
            }

            return permits;
        }

        Return(permits);
        using var patience = new CancellationTokenSource(Patience, clock);
        try
        {
            // Where a limit is used up meanwhile there may be fewer.
            var others = await CollectAsync(permits.Length, patience.Token);
            Owe(permits.Length - others.Length);
            return others;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Gives back permits that were not used: the next in line may have them as long as they live.</summary>
    public void Return(IReadOnlyList<Permit> permits)
    {
        lock (_lock)
        {
            for (var index = permits.Count - 1; index >= 0; index--)
            {
                _permits.AddFirst(permits[index]);
            }
        }
    }

    /// <summary>Mails were sent without a permit (a slice that is repeated as it was): the next ones pay for them.</summary>
    public void Owe(int mails)
    {
        lock (_lock)
        {
            _debt += mails;
        }
    }

    /// <summary>The permits that lapsed since this was last asked.</summary>
    /// <param name="all">Those too that could still be used: nothing starts any more.</param>
    public IReadOnlyList<UnusedPermits> TakeUnused(bool all = false)
    {
        lock (_lock)
        {
            DropLapsed(all ? DateTimeOffset.MaxValue : clock.GetUtcNow() - Validity);
            UnusedPermits[] unused = [.. _unused.Select(static pair => new UnusedPermits(pair.Value, pair.Key))];
            _unused.Clear();
            return unused;
        }
    }

    /// <summary>What could not be told is told again.</summary>
    public void ReturnUnused(IReadOnlyList<UnusedPermits> unused)
    {
        lock (_lock)
        {
            foreach (var permits in unused)
            {
                _unused[permits.CountedAt] = _unused.GetValueOrDefault(permits.CountedAt) + permits.Count;
            }
        }
    }

    /// <param name="wait">What to wait for before the next try.</param>
    /// <returns>Whether all are taken.</returns>
    private bool TakeNext(List<Permit> taken, int mails, out Task wait)
    {
        wait = Task.CompletedTask;
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            DropLapsed(now - Validity);
            while (_permits.First is { } first && first.Value.From <= now && (_debt > 0 || taken.Count < mails))
            {
                _permits.RemoveFirst();
                if (_debt > 0)
                {
                    _debt--;
                }
                else
                {
                    taken.Add(first.Value);
                }
            }

            if (taken.Count == mails || (taken.Count > 0 && _permits.Count == 0 && _usedUpUntil > now))
            {
                return true;
            }

            var wanted = Volatile.Read(ref _waiting) + _debt - taken.Count - _permits.Count;
            if (_leasing.IsCompleted && _askAgainAt <= now && wanted > 0)
            {
                _leasing = LeaseAsync(wanted);
                if (_leasing.IsCompleted && _permits.Count > 0)
                {
                    return false; // they may be due already
                }
            }

            var later = Wait((_permits.Count > 0 ? Complete(_debt + mails - taken.Count) : _askAgainAt) - now);
            wait = _leasing.IsCompleted ? later : _permits.Count == 0 ? _leasing : Task.WhenAny(_leasing, later);
            return false;
        }
    }

    // When so many permits will be due, or all that are there, or the first must be taken because it would lapse.
    private DateTimeOffset Complete(int needed)
    {
        var last = _permits.First!;
        var lapses = last.Value.From + (Validity / 2);
        for (var place = 1; place < needed && last.Next is { } next && next.Value.From < lapses; place++)
        {
            last = next;
        }

        return last.Value.From;
    }

    private async Task LeaseAsync(int wanted)
    {
        var unused = TakeUnused();
        try
        {
            // Not on the scheduler of the grain that happens to be the first in line: it may end meanwhile.
            var block = await lease(wanted, unused).ConfigureAwait(false);
            lock (_lock)
            {
                var now = clock.GetUtcNow();
                for (var place = 0; place < block.Count; place++)
                {
                    var behind = block.Spacing * place;
                    _permits.AddLast(new Permit(now + block.FirstIn + behind, block.CountedAt, block.FirstAt + behind));
                }

                _spacing = block.Count > 0 ? block.Spacing : _spacing;
                _askAgainAt = block.Count > 0 ? now + block.AskAgainIn : now + (block.AskAgainIn > ShortestWait ? block.AskAgainIn : ShortestWait);
                _usedUpUntil = block.Count == 0 && block.AskAgainIn >= LongestWait ? now + block.AskAgainIn : DateTimeOffset.MinValue;
                if (_askAgainAt > now + LongestWait)
                {
                    _askAgainAt = now + LongestWait;
                }
            }
        }
        catch (Exception)
        {
            // Without its quota nothing may start; whoever leases says so.
            ReturnUnused(unused);
            lock (_lock)
            {
                _askAgainAt = clock.GetUtcNow() + AfterFault;
            }
        }
    }

    // Two thirds of the time for which the rate lets all senders wait: what waits holds a sender, and with a longer wait the others could not keep the rate up.
    // Without a rate nothing has a distance to keep.
    private TimeSpan MostDelay(int slice)
    {
        lock (_lock)
        {
            return _spacing * (slice * senders) * 2 / 3;
        }
    }

    private void DropLapsed(DateTimeOffset oldest)
    {
        while (_permits.First is { } first && first.Value.From < oldest)
        {
            _permits.RemoveFirst();
            _unused[first.Value.CountedAt] = _unused.GetValueOrDefault(first.Value.CountedAt) + 1;
        }
    }

    // Timers know milliseconds: rounded up, so that no mail starts before its time.
    private Task Wait(TimeSpan wait) => Task.Delay(
        wait < ShortestWait ? ShortestWait : wait < LongestWait ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : LongestWait, clock);

    private sealed class Ticket(SemaphoreSlim tickets) : IDisposable
    {
        private SemaphoreSlim? _tickets = tickets;

        public void Dispose() => Interlocked.Exchange(ref _tickets, null)?.Release();
    }
}
