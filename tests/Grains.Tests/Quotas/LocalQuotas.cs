using EmailCampaign.Quotas;

namespace EmailCampaign.Grains.Tests.Quotas;

/// <summary>The quotas of a cluster in memory: their rules without their grains.</summary>
internal sealed class LocalQuotas(TimeProvider clock) : IQuotaLink
{
    private readonly Dictionary<string, QuotaBook> _books = [];

    /// <summary>Permits that were leased, by the time from which each may be used.</summary>
    public List<DateTimeOffset> Leased { get; } = [];

    public string Silo => "silo";

    public Task<QuotaNews> SyncAsync(string account, SiloUse use)
    {
        var (book, now) = (Book(account), clock.GetUtcNow());
        book.OnAccepted(use.Accepted, now);
        if (use.Throttled is { } rest)
        {
            book.SlowDown(rest, now);
        }

        var limits = book.Limits(use.Configured, now);
        var (blocked, usedUp) = book.Blocked(limits, now);
        return Task.FromResult(new QuotaNews { Limits = limits, BlockedFor = blocked, UsedUp = usedUp });
    }

    public Task<PermitBlock> LeaseAsync(string account, PermitRequest request)
    {
        foreach (var permits in request.Unused)
        {
            Book(account).Return(permits.Count, permits.CountedAt);
        }

        return Task.FromResult(Lease(Book(account), request.Wanted, Book(account).Limits(request.Configured, clock.GetUtcNow())));
    }

    public Task<Dictionary<string, PermitBlock>> LeaseDomainsAsync(string account, DomainRequest request)
        => Task.FromResult(Book(account).Issue(request.Wanted, request.Configured, clock.GetUtcNow()));

    public Task<PermitBlock> LeaseAsync(string campaignId, int wanted, double perSecond)
        => Task.FromResult(Lease(Book("campaign " + campaignId), wanted, new AccountLimits { PerSecond = perSecond }));

    private PermitBlock Lease(QuotaBook book, int wanted, AccountLimits limits)
    {
        var now = clock.GetUtcNow();
        var allowed = book.Allowed(wanted, limits, now);
        book.Reserve(allowed, limits, now);
        var block = book.Issue(allowed, limits, now);
        Leased.AddRange(Enumerable.Range(0, block.Count).Select(place => now + block.FirstIn + (block.Spacing * place)));
        return block;
    }

    private QuotaBook Book(string name)
    {
        if (!_books.TryGetValue(name, out var book))
        {
            _books.Add(name, book = new QuotaBook(new QuotaState(), clock.GetUtcNow()));
        }

        return book;
    }
}
