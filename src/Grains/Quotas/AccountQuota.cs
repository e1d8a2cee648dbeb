using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Quotas;

/// <summary>
/// The quota of an account as this silo knows it: what holds, when mails may start, and what is to be told. Its news are fetched by
/// <see cref="QuotaSync"/>, twice a second while the account is used.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Semaphores and token sources without a timer or a wait handle hold nothing.")]
internal sealed class AccountQuota
{
    private static readonly TimeSpan Cold = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ColdPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan InUse = TimeSpan.FromSeconds(30);

    private readonly IMailProvider _provider;
    private readonly IQuotaLink _link;
    private readonly TimeProvider _clock;
    private readonly AccountLimits _configured;
    private readonly PermitLine _line;
    private readonly Lock _lock = new();
    private TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile QuotaNews? _news;
    private CancellationTokenSource _flowing = new();
    private DateTimeOffset _blockedUntil = DateTimeOffset.MinValue;
    private DateTimeOffset _usedAt = DateTimeOffset.MinValue;
    private TimeSpan? _throttled;
    private string? _reply;
    private AccountAnswer? _answer;
    private DateTimeOffset _answeredAt = DateTimeOffset.MinValue;
    private TaskCompletionSource? _first;
    private int _accepted;

    /// <param name="workers">Slices that may wait for a sender, or be with one, beyond the permits' time: the silo's senders.</param>
    public AccountQuota(IMailProvider provider, AccountLimits configured, IQuotaLink link, TimeProvider clock, int workers)
    {
        _provider = provider;
        _link = link;
        _clock = clock;
        _configured = configured;
        _line = new PermitLine(
            (wanted, unused) =>
            {
                _ = Touch();
                return link.LeaseAsync(provider.Name, new PermitRequest(wanted, _configured, unused));
            },
            clock,
            workers);
        Domains = new DomainPermits(wanted => link.LeaseDomainsAsync(provider.Name, new DomainRequest(wanted, _configured)), clock);
    }

    /// <summary>The limits that this silo's settings give an account.</summary>
    public static AccountLimits LimitsOf(IMailProviderCatalog catalog, string account)
    {
        var limits = catalog.Limits(account);
        return new AccountLimits
        {
            PerSecond = limits.PerSecond,
            PerMinute = limits.PerMinute,
            PerHour = limits.PerHour,
            PerDay = limits.PerDay,
            Domains = limits.Domains.ToImmutableSortedDictionary(),
        };
    }

    /// <summary>The limits by domain.</summary>
    public DomainPermits Domains { get; }

    /// <summary>Mails a second over all silos; null where nothing says so.</summary>
    public double? PerSecond => _news?.Limits.PerSecond;

    /// <summary>Share of the limit an hour that was used when the silo last heard of it; 0 without one.</summary>
    public double UsedOfHour => _news?.UsedOfHour ?? 0;

    /// <summary>Share of the limit a day that was used when the silo last heard of it; 0 without one.</summary>
    public double UsedOfDay => _news?.UsedOfDay ?? 0;

    /// <summary>When sending goes on, or a time that is past.</summary>
    public DateTimeOffset BlockedUntil
    {
        get
        {
            lock (_lock)
            {
                return _blockedUntil;
            }
        }
    }

    /// <summary>For how long nothing is to be sent, because the account asked for that or a limit is used up.</summary>
    public TimeSpan BlockedFor
    {
        get
        {
            lock (_lock)
            {
                return _blockedUntil - _clock.GetUtcNow() is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Why nothing is sent, as a sentence without its end; null while there is no reason.</summary>
    public string? Reason => BlockedFor == TimeSpan.Zero ? null : _news switch
    {
        { UsedUp: LimitKind.PerMinute, Limits.PerMinute: { } limit } => UsedUp(limit, "a minute"),
        { UsedUp: LimitKind.PerHour, Limits.PerHour: { } limit } => UsedUp(limit, "an hour"),
        { UsedUp: LimitKind.PerDay, Limits.PerDay: { } limit } => UsedUp(limit, "a day"),
        { UsedUp: LimitKind.PerDay } => "has used up the mails that it takes a day",
        { Reply: { } reply } => $"asked to slow down ({reply})",
        _ => "asked to slow down",
    };

    /// <summary>Whether there is something to tell or to hear.</summary>
    public bool IsInUse
    {
        get
        {
            lock (_lock)
            {
                return _clock.GetUtcNow() - _usedAt < InUse;
            }
        }
    }

    /// <summary>Wakes whoever fetches the news.</summary>
    public required Action Hurry { get; init; }

    /// <summary>Waits until so many mails may start.</summary>
    /// <param name="mails">Asked when the caller's turn has come: the limit may change meanwhile.</param>
    /// <returns>Null when nothing can be sent for a while: another account may have its turn.</returns>
    public async Task<HeldPermits?> ReserveAsync(Func<int> mails, CancellationToken cancellationToken)
    {
        if (Touch() is { IsCompleted: false } known)
        {
            Hurry();
            await known.WaitAsync(cancellationToken);
        }

        CancellationToken flowing;
        lock (_lock)
        {
            flowing = _flowing.Token;
        }

        if (_news is not { IsLimited: true })
        {
            return HeldPermits.None;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, flowing);
        try
        {
            await BehindTheFirstAsync(either.Token);
            return await _line.HoldAsync(mails, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Says that somebody waits for the account, so that its news are fetched: a limit may be raised.</summary>
    public void KeepInUse() => _ = Touch();

    /// <summary>Takes note of what came back.</summary>
    public void OnOutcomes(int accepted)
    {
        Interlocked.Add(ref _accepted, accepted);
        lock (_lock)
        {
            _answeredAt = _clock.GetUtcNow();
            _first?.TrySetResult();
            _first = null;
        }
    }

    /// <summary>Takes note of a "slow down", which all silos are to hear of.</summary>
    public void OnThrottled(TimeSpan rest, string reply)
    {
        lock (_lock)
        {
            _throttled = _throttled > rest ? _throttled : rest;
            _reply = reply;
        }

        Hurry();
    }

    /// <summary>Tells what was done and hears what holds.</summary>
    /// <param name="last">Whether nothing is sent any more: permits that are left go back.</param>
    /// <returns>Whether the account is to be asked for its limits: <see cref="AskAsync"/>.</returns>
    public async Task<bool> SyncAsync(CircuitState circuit, string? notice, bool last = false)
    {
        var use = new SiloUse
        {
            Silo = _link.Silo,
            Configured = _configured,
            Accepted = Interlocked.Exchange(ref _accepted, 0),
            Unused = _line.TakeUnused(last),
            Circuit = circuit,
            Notice = notice,
        };
        lock (_lock)
        {
            use = use with { Throttled = _throttled, Reply = _reply, Answer = _answer };
            (_throttled, _reply, _answer) = (null, null, null);
        }

        QuotaNews news;
        try
        {
            news = await _link.SyncAsync(_provider.Name, use).ConfigureAwait(false);
        }
        catch
        {
            // Told again with the next call.
            Interlocked.Add(ref _accepted, use.Accepted);
            _line.ReturnUnused(use.Unused);
            lock (_lock)
            {
                (_throttled, _reply, _answer) = (_throttled ?? use.Throttled, _reply ?? use.Reply, _answer ?? use.Answer);
            }

            throw;
        }

        Take(news);
        return news.AskAccount;
    }

    /// <summary>Asks the account for its limits, which may take a while; the next <see cref="SyncAsync"/> tells them.</summary>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        var answer = new AccountAnswer(PerSecond: null, PerDay: null, UsedInDay: null, "");
        if (_provider is IProviderAccount { TellsLimits: true } account)
        {
            var state = await account.AskAsync(cancellationToken).ConfigureAwait(false);
            answer = new AccountAnswer(state.PerSecond, state.PerDay, state.UsedInDay, state.Sentence);
        }

        lock (_lock)
        {
            _answer = answer;
        }

        Hurry();
    }

    // The first slice after a while finds everything cold: connections, templates, code. What queued up behind it would arrive in a burst, so
    // the others come when it has been answered.
    private async Task BehindTheFirstAsync(CancellationToken cancellationToken)
    {
        Task first;
        lock (_lock)
        {
            if (_first is null)
            {
                if (_clock.GetUtcNow() - _answeredAt > Cold)
                {
                    _first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    _answeredAt = _clock.GetUtcNow();
                }

                return;
            }

            first = _first.Task;
        }

        try
        {
            await first.WaitAsync(ColdPatience, _clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            lock (_lock)
            {
                _first = null;
            }
        }
    }

    /// <returns>Completed when the news can be relied on: after a silence they are old.</returns>
    private Task Touch()
    {
        lock (_lock)
        {
            var now = _clock.GetUtcNow();
            if (now - _usedAt >= InUse && _known.Task.IsCompleted)
            {
                _known = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            _usedAt = now;
            return _known.Task;
        }
    }

    private static string UsedUp(int limit, string per) => string.Create(CultureInfo.InvariantCulture, $"has used up its limit of {limit:#,0} mails {per}");

    private void Take(QuotaNews news)
    {
        CancellationTokenSource? stop = null;
        lock (_lock)
        {
            _news = news;
            _blockedUntil = news.BlockedFor > TimeSpan.Zero ? _clock.GetUtcNow() + news.BlockedFor : DateTimeOffset.MinValue;
            if (news.BlockedFor > TimeSpan.Zero)
            {
                // Whoever stands in line leaves it: the lane tells when to come back, and a route may go another way.
                (stop, _flowing) = (_flowing, new CancellationTokenSource());
            }
        }

        Domains.Limits = news.Limits.Domains;
        stop?.Cancel();
        if (!news.IsAsking || _provider is not IProviderAccount { TellsLimits: true })
        {
            lock (_lock)
            {
                _known.TrySetResult();
            }
        }
    }
}
