using EmailCampaign.Hosting;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Quotas;

/// <summary>
/// The quota of a provider account: leases permits to the silos in small blocks, so that a limit holds over all of them and no call is paid
/// per mail. What is counted is written before it is leased, and a new activation waits for as long as permits of another may live.
/// </summary>
[GrainType("provider-quota")]
internal sealed class ProviderQuotaGrain(
    [PersistentState("quota", StorageNames.Default)] IPersistentState<QuotaState> quota, IMailProviderCatalog catalog, TimeProvider clock, ILogger<ProviderQuotaGrain> logger)
    : Grain, IProviderQuotaGrain, IProviderLimitsGrain
{
    /// <summary>Longest life of a permit that was leased, and not used.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);

    // Should the cluster be split and another activation live: the one that loses the row ends with its next write.
    private static readonly TimeSpan Fence = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SiloMemory = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ReplyMemory = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, AccountOnSilo> _silos = [];
    private readonly AccountQuestions _questions = new();
    private QuotaBook _book = null!;
    private string _account = "";
    private AccountLimits _configured = AccountLimits.None;
    private (string Text, DateTimeOffset At)? _reply;
    private bool _givenBack;
    private DateTimeOffset _writtenAt = DateTimeOffset.MinValue;

    private DateTimeOffset Now => clock.GetUtcNow();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _account = QuotaKey.Parse(this.GetPrimaryKeyString()).Account;
        _configured = AccountQuota.LimitsOf(catalog, _account);
        _book = new QuotaBook(quota.State, Now + Lease);
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_givenBack && reason.ReasonCode != DeactivationReasonCode.ApplicationRequested)
        {
            await WriteAsync();
        }
    }

    public async Task<QuotaNews> SyncAsync(SiloUse use)
    {
        var now = Now;
        _configured = use.Configured;
        _silos[use.Silo] = new AccountOnSilo(use.Silo, use.Circuit, use.Notice, now);
        _book.OnAccepted(use.Accepted, now);
        Return(use.Unused);
        if (use.Throttled is { } rest)
        {
            _book.SlowDown(rest, now);
            _reply = (use.Reply ?? "", now);
            var rate = _book.AdaptivePerSecond(now);
            logger.AccountSlowedDown(_account, rate);
        }

        if (use.Answer is { } answer)
        {
            // One that could not be asked, or did not say, is asked again soon; what it said before stands.
            var tells = answer.PerSecond is not null || answer.PerDay is not null;
            _questions.OnAnswer(missing: !tells && answer.Sentence.Length > 0, now);
            if (tells || _book.Vendor is null)
            {
                _book.Vendor = answer;
            }
        }

        if (_givenBack && now - _writtenAt >= Fence)
        {
            await WriteAsync();
        }

        return News(use.Configured, Now);
    }

    public async Task<PermitBlock> LeaseAsync(PermitRequest request)
    {
        Return(request.Unused);
        var now = Now;
        var limits = _book.Limits(request.Configured, now);
        if (!limits.HasAny && _book.Vendor?.PerDay is null)
        {
            return new PermitBlock { Count = request.Wanted };
        }

        var allowed = _book.Allowed(request.Wanted, limits, now);
        if (allowed > 0 && (_book.Reserve(allowed, limits, now) || now - _writtenAt >= Fence))
        {
            await WriteAsync();
            now = Now;
        }

        return _book.Issue(allowed, limits, now);
    }

    public Task<Dictionary<string, PermitBlock>> LeaseDomainsAsync(DomainRequest request)
    {
        var now = Now;
        return Task.FromResult(_book.Issue(request.Wanted, _book.Limits(request.Configured, now), now));
    }

    public Task<AccountView> GetAsync() => Task.FromResult(View());

    public async Task<AccountView> ChangeAsync(IReadOnlyList<LimitChange> changes)
    {
        _book.Changes = _book.Changes.With(changes);
        await WriteAsync();
        return View();
    }

    public async Task<AccountView> ResetAsync()
    {
        _book.Changes = [];
        _book.ForgetSlowDown();
        _reply = null;
        await WriteAsync();
        return View();
    }

    private QuotaNews News(AccountLimits configured, DateTimeOffset now)
    {
        var limits = _book.Limits(configured, now);
        var (blocked, usedUp) = _book.Blocked(limits, now);
        if (usedUp is not null && _book.Vendor is not null)
        {
            _questions.OnUsedUp(now);
        }

        var (ofHour, ofDay) = _book.Shares(limits, now);
        return new QuotaNews
        {
            Limits = limits,
            CountsDay = _book.Vendor?.PerDay is not null,
            BlockedFor = blocked,
            UsedUp = usedUp,
            Reply = _reply is { } reply && now - reply.At < ReplyMemory ? reply.Text : null,
            AskAccount = _questions.IsDue(now),
            IsAsking = _book.Vendor is null,
            UsedOfHour = ofHour,
            UsedOfDay = ofDay,
        };
    }

    private AccountView View()
    {
        var now = Now;
        foreach (var gone in _silos.Values.Where(silo => now - silo.HeardAt > SiloMemory).ToList())
        {
            _silos.Remove(gone.Silo);
        }

        var limits = _book.Limits(_configured, now);
        var (blocked, usedUp) = _book.Blocked(limits, now);
        var (minute, hour, day) = _book.Used(limits, now);
        return new AccountView
        {
            Account = _account,
            Limits = limits,
            Changes = _book.Changes,
            UsedInMinute = minute,
            UsedInHour = hour,
            UsedInDay = day,
            AcceptedPerSecond = _book.AcceptedPerSecond(now),
            AdaptivePerSecond = _book.AdaptivePerSecond(now),
            ResumesAt = blocked > TimeSpan.Zero ? now + blocked : null,
            UsedUp = usedUp,
            Answer = _book.Vendor is { Sentence: { Length: > 0 } sentence } ? sentence : null,
            Silos = [.. _silos.Values.OrderBy(static silo => silo.Silo, StringComparer.Ordinal)],
        };
    }

    private void Return(IReadOnlyList<UnusedPermits> unused)
    {
        foreach (var permits in unused)
        {
            _book.Return(permits.Count, permits.CountedAt);
            _givenBack = true;
        }
    }

    private async Task WriteAsync()
    {
        quota.State = _book.State;
        try
        {
            await quota.WriteStateAsync();
            _writtenAt = Now;
            _givenBack = false;
        }
        catch
        {
            // Another activation has the row, or what was counted ahead is not in it: the next activation begins with what is.
            DeactivateOnIdle();
            throw;
        }
    }
}
