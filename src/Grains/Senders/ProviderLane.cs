using EmailCampaign.Mail.Sending;
using EmailCampaign.Quotas;
using Polly;
using Polly.CircuitBreaker;

namespace EmailCampaign.Senders;

/// <summary>
/// A provider account as this silo meets it. It rests after "slow down", and its circuit breaker opens when the provider cannot be
/// reached or gives no answers: nothing is claimed meanwhile, so a far side in trouble uses up nobody's attempts and puts few into doubt.
/// </summary>
internal sealed class ProviderLane
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestBreak = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RefusalMemory = TimeSpan.FromMinutes(5);

    // Weight of the newest slice in the running mean of a mail's time.
    private const double Newest = 0.2;

    private readonly Lock _lock = new();
    private readonly IMailProvider _provider;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _rest;
    private readonly CircuitBreakerStateProvider _breaker = new();
    private readonly ResiliencePipeline<IReadOnlyList<SendOutcome>> _pipeline;
    private DateTimeOffset _restsUntil;
    private long _brokenUntil; // UTC ticks, written without the lock: see the generator
    private DateTimeOffset _refusedUntil;
    private string _refusal = "";
    private int _rests;
    private bool _probing;
    private bool _silent;
    private string _trouble = "";
    private double _secondsPerMail;

    /// <param name="rest">First rest after a "slow down" that does not say how long.</param>
    /// <param name="quota">The account's limits over all silos; null for a lane that has none.</param>
    public ProviderLane(IMailProvider provider, TimeProvider clock, TimeSpan rest, AccountQuota? quota = null)
    {
        Quota = quota;
        _provider = provider;
        _clock = clock;
        _rest = rest;
        var breaks = 0;
        _pipeline = new ResiliencePipelineBuilder<IReadOnlyList<SendOutcome>> { TimeProvider = clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<IReadOnlyList<SendOutcome>>
            {
                FailureRatio = 0.5,
                MinimumThroughput = 2,
                SamplingDuration = TimeSpan.FromSeconds(10),
                StateProvider = _breaker,
                ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome.Result is { } outcomes && IsFailure(outcomes)),
                BreakDurationGenerator = arguments =>
                {
                    breaks = arguments.HalfOpenAttempts + 1;
                    var duration = TimeSpan.FromSeconds(Math.Min(LongestBreak.TotalSeconds, Math.Pow(2, Math.Min(breaks, 10) - 1)));

                    // Polly calls this under a lock of its own, which the breaker's state is read under as well, with this lane's lock held: taking
                    // that one here could wait for ever.
                    Volatile.Write(ref _brokenUntil, (clock.GetUtcNow() + duration).UtcTicks);
                    return ValueTask.FromResult(duration);
                },
            })
            .Build();
    }

    public IMailProvider Provider => _provider;

    /// <summary>The account's limits over all silos; null for a lane that has none.</summary>
    public AccountQuota? Quota { get; }

    /// <summary>The value of <c>provider_circuit_state</c>: an open breaker that nobody tries any more holds nothing up.</summary>
    public int ShownCircuit => Quota is { IsInUse: false } ? 0 : CircuitState;

    /// <summary>0 closed, 1 open, 2 half open.</summary>
    public int CircuitState => _breaker.CircuitState switch
    {
        Polly.CircuitBreaker.CircuitState.Closed => 0,
        Polly.CircuitBreaker.CircuitState.HalfOpen => 2,
        _ => 1,
    };

    /// <summary>
    /// Recipients per slice: as many as the provider takes in a call, where it takes several; at most about a second of work, so that a
    /// crash leaves little in doubt where the lane is slow; and no more than a rate allows to start together.
    /// </summary>
    public int SliceSize(int most)
    {
        if (TakesSeveral)
        {
            most = _provider.Capabilities.BatchSize;
        }

        most = PacedSlice.Size(most, Quota?.PerSecond, TakesSeveral);
        lock (_lock)
        {
            return _secondsPerMail * most <= 1 ? most : Math.Max(1, (int)(1 / _secondsPerMail));
        }
    }

    /// <summary>Whether a slice is one call to the provider.</summary>
    public bool TakesSeveral => _provider.Capabilities.BatchSize > 1;

    /// <summary>What holds the lane up, as a sentence for a person; null while it flows.</summary>
    public string? Notice
    {
        get
        {
            lock (_lock)
            {
                if (CircuitState != 0)
                {
                    return $"Provider '{_provider.Name}' {(_silent ? "does not answer" : "cannot be reached")} ({_trouble}); it is tried again by itself.";
                }

                var until = RestsUntil;
                return until > _clock.GetUtcNow()
                    ? $"Provider '{_provider.Name}' {Quota?.Reason ?? $"asked to slow down ({_trouble})"}; sending goes on at {until.UtcDateTime:HH:mm:ss} UTC."
                    : null;
            }
        }
    }

    /// <summary>Whether the lane neither rests nor has its breaker open.</summary>
    public bool Flows
    {
        get
        {
            lock (_lock)
            {
                return CircuitState == 0 && RestsUntil <= _clock.GetUtcNow();
            }
        }
    }

    /// <summary>How long the lane still rests; zero when it does not.</summary>
    public TimeSpan RestsFor
    {
        get
        {
            lock (_lock)
            {
                return RestsUntil - _clock.GetUtcNow() is var rest && rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Why the account refused everything a moment ago, as a sentence; null when it did not. A route asks, a campaign of one account pauses.</summary>
    public string? Refusal
    {
        get
        {
            lock (_lock)
            {
                return _refusedUntil > _clock.GetUtcNow()
                    ? $"Provider '{_provider.Name}' refuses ({_refusal}); its share goes to the others, and it is tried again at {_refusedUntil.UtcDateTime:HH:mm:ss} UTC."
                    : null;
            }
        }
    }

    /// <summary>Whether such a refusal is about the account, and not about the campaign or its sender.</summary>
    public static bool IsOfTheAccount(RefuseReason reason)
        => reason is RefuseReason.Authentication or RefuseReason.Configuration or RefuseReason.Quota or RefuseReason.Suspended;

    /// <summary>Lets a slice through when the lane flows; behind an open breaker one at a time, to probe.</summary>
    /// <param name="probe">To be disposed when the slice is back; null where the lane flows.</param>
    /// <param name="wait">When to ask again, if not.</param>
    public bool TryEnter(out IDisposable? probe, out TimeSpan wait)
    {
        (probe, wait) = (null, TimeSpan.Zero);
        Quota?.KeepInUse();
        lock (_lock)
        {
            var now = _clock.GetUtcNow();
            var until = RestsUntil;
            if (CircuitState == 0)
            {
                wait = until - now;
                return until <= now;
            }

            var broken = new DateTimeOffset(Volatile.Read(ref _brokenUntil), TimeSpan.Zero);
            if (broken > until)
            {
                until = broken;
            }

            if (until <= now && !_probing)
            {
                _probing = true;
                probe = new Probe(this);
                return true;
            }

            wait = until > now ? until - now : TimeSpan.FromMilliseconds(200);
            return false;
        }
    }

    /// <summary>Waits until the lane lets a slice through.</summary>
    /// <returns>The probe, as <see cref="TryEnter"/> gives it.</returns>
    public async Task<IDisposable?> EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryEnter(out var probe, out var wait))
            {
                return probe;
            }

            // A lane that rests long is looked at again now and then: the rest may have been ended.
            await Task.Delay(wait < TimeSpan.FromSeconds(5) ? wait : TimeSpan.FromSeconds(5), _clock, cancellationToken);
        }
    }

    /// <summary>Waits until so many mails may start by the account's limits.</summary>
    /// <returns>Null when nothing can be sent for a while; the lane then rests.</returns>
    public async Task<HeldPermits?> ReserveAsync(Func<int> mails, CancellationToken cancellationToken)
        => Quota is { } quota ? await quota.ReserveAsync(mails, cancellationToken) : HeldPermits.None;

    /// <summary>Hands the messages to the provider and learns from the outcomes.</summary>
    public async Task<IReadOnlyList<SendOutcome>> SendAsync(
        IReadOnlyList<OutgoingMessage> messages, SendWindow window, CancellationToken cancellationToken)
    {
        IReadOnlyList<SendOutcome> outcomes;
        var started = _clock.GetTimestamp();
        try
        {
            outcomes = await _pipeline.ExecuteAsync(
                static async (state, token) => await state._provider.SendAsync(state.messages, state.window, token),
                (_provider, messages, window),
                cancellationToken);
        }
        catch (BrokenCircuitException)
        {
            return [.. messages.Select(static _ => SendOutcome.NotAttempted.Instance)];
        }

        Learn(outcomes, _clock.GetElapsedTime(started));
        return outcomes;
    }

    // A slice of which no mail was answered: one answer that is lost among others is no outage.
    private static bool IsFailure(IReadOnlyList<SendOutcome> outcomes) => outcomes.Any(static outcome => outcome is SendOutcome.Unreachable)
        || (outcomes.Any(static outcome => outcome is SendOutcome.Unknown)
            && outcomes.All(static outcome => outcome is SendOutcome.Unknown or SendOutcome.NotAttempted));

    // The later of this silo's own rest and the cluster's.
    private DateTimeOffset RestsUntil => Quota?.BlockedUntil is { } blocked && blocked > _restsUntil ? blocked : _restsUntil;

    private void Learn(IReadOnlyList<SendOutcome> outcomes, TimeSpan elapsed)
    {
        Quota?.OnOutcomes(outcomes.Count(static outcome => outcome is SendOutcome.Accepted));
        lock (_lock)
        {
            if (outcomes.Count(static outcome => outcome is SendOutcome.Accepted or SendOutcome.Rejected or SendOutcome.Deferred) is var answered and > 0)
            {
                _secondsPerMail += Newest * ((elapsed.TotalSeconds / answered) - _secondsPerMail);
            }

            foreach (var outcome in outcomes)
            {
                switch (outcome)
                {
                    case SendOutcome.Accepted:
                        _rests = 0;
                        _refusedUntil = DateTimeOffset.MinValue;
                        break;
                    case SendOutcome.Refused refused when IsOfTheAccount(refused.Reason):
                        _refusal = refused.Reply;
                        _refusedUntil = _clock.GetUtcNow() + (refused.RetryAfter ?? RefusalMemory);
                        break;
                    case SendOutcome.Unreachable unreachable:
                        (_trouble, _silent) = (unreachable.Detail, false);
                        break;
                    case SendOutcome.Unknown unknown:
                        (_trouble, _silent) = (unknown.Detail, true);
                        break;
                    case SendOutcome.Throttled throttled:
                        Rest(throttled);
                        break;
                }
            }
        }
    }

    // Twenty senders may hear the same "slow down" at once: only the first of them lengthens the rest.
    private void Rest(SendOutcome.Throttled throttled)
    {
        var now = _clock.GetUtcNow();
        _trouble = throttled.Reply;
        if (_restsUntil <= now)
        {
            var doubled = _rest * Math.Pow(2, Math.Min(_rests, 16));
            _rests++;
            _restsUntil = now + (doubled < LongestRest ? doubled : LongestRest);
        }

        if (throttled.RetryAfter is { } wish && now + wish > _restsUntil)
        {
            _restsUntil = now + wish;
        }

        Quota?.OnThrottled(_restsUntil - now, throttled.Reply);
    }

    private sealed class Probe(ProviderLane lane) : IDisposable
    {
        public void Dispose()
        {
            lock (lane._lock)
            {
                lane._probing = false;
            }
        }
    }
}
