using EmailCampaign.Quotas;

namespace EmailCampaign.Grains.Tests.Quotas;

public sealed class QuotaBookTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private readonly List<(DateTimeOffset At, int Count)> _issued = [];
    private QuotaBook _book = new(new QuotaState(), Start);
    private QuotaState _written = new();
    private int _writes;
    private DateTimeOffset _now = Start;

    [Theory]
    [InlineData(LimitKind.PerMinute, 600, 60)]
    [InlineData(LimitKind.PerMinute, 7, 60)]
    [InlineData(LimitKind.PerHour, 10_000, 3600)]
    [InlineData(LimitKind.PerDay, 50_000, 86_400)]
    public void Allowed_MoreWantedThanTheWindowHolds_NeverExceedsItAndUsesItUp(LimitKind kind, int limit, int seconds)
    {
        var limits = new[] { new LimitChange(kind, limit) }.Aggregate(AccountLimits.None, static (limits, change) => LimitChanges.Apply([change], limits));
        var window = TimeSpan.FromSeconds(seconds);
        while (_now < Start + (3 * window))
        {
            if (Lease(1000, limits) is { Count: 0 } block)
            {
                _now += block.AskAgainIn > TimeSpan.FromMilliseconds(1) ? block.AskAgainIn : TimeSpan.FromMilliseconds(1);
            }
            else
            {
                _now += window / (limit * 2);
            }
        }

        AssertWindow(window, limit);
        Assert.InRange(_issued.Sum(static issue => issue.Count), 3 * limit * 0.95, 4 * limit);
    }

    [Fact]
    public void Shares_OfLimitsAndOfTheAccountsOwnCount_AreOfTheFullerOne()
    {
        var limits = new AccountLimits { PerHour = 100, PerDay = 1000 };
        Assert.Equal((0, 0), _book.Shares(AccountLimits.None, _now));

        for (var leased = 0; leased < 25; leased += Lease(25 - leased, limits).Count)
        {
        }

        Assert.Equal((0.25, 0.025), _book.Shares(limits, _now));
        Assert.Equal((0, 0), _book.Shares(AccountLimits.None, _now));

        _book.Vendor = new AccountAnswer(PerSecond: null, PerDay: 200, UsedInDay: 100, "It has its own.");
        Assert.Equal((0.25, 0.5), _book.Shares(limits, _now));
    }

    [Fact]
    public void Reserve_AnyLease_IsWrittenBeforeAndInFewWrites()
    {
        var limits = new AccountLimits { PerDay = 10_000 };
        for (var lease = 0; lease < 500; lease++)
        {
            Lease(10, limits);
            Assert.True(_written.Day.Values.Sum() >= _issued.Sum(static issue => issue.Count));
        }

        Assert.InRange(_writes, 50, 60);
    }

    [Fact]
    public void New_AfterARestart_CountsWhatWasWrittenAndNoMoreThanAHundredthTwice()
    {
        var limits = new AccountLimits { PerDay = 1000 };
        while (_issued.Sum(static issue => issue.Count) < 415)
        {
            Lease(1, limits);
        }

        _book = new QuotaBook(_written, _now);
        while (Lease(1, limits).Count > 0)
        {
            _now += TimeSpan.FromSeconds(1);
        }

        Assert.InRange(_issued.Sum(static issue => issue.Count), 990, 1000);
    }

    [Fact]
    public void Return_PermitsThatLapsed_AreCountedNoLonger()
    {
        var limits = new AccountLimits { PerDay = 100 };
        for (var lease = 0; lease < 100; lease++)
        {
            _book.Return(1, Lease(1, limits).CountedAt);
        }

        Assert.Equal((null, null, 0), _book.Used(limits, _now));
    }

    [Fact]
    public void Allowed_BeforeTheLeasesOfAnotherHaveEnded_IsNothing()
    {
        _book = new QuotaBook(new QuotaState(), Start + TimeSpan.FromSeconds(1));

        Assert.Equal(0, _book.Allowed(1, new AccountLimits { PerSecond = 10 }, Start));
        Assert.Equal(1, _book.Allowed(1, new AccountLimits { PerSecond = 10 }, Start + TimeSpan.FromSeconds(0.9)));
        Assert.Equal(TimeSpan.FromSeconds(0.1), _book.Issue(1, new AccountLimits { PerSecond = 10 }, Start + TimeSpan.FromSeconds(0.9)).FirstIn);
    }

    [Fact]
    public void Allowed_RateLowered_HoldsFromTheNextPermitOn()
    {
        var before = Lease(10, new AccountLimits { PerSecond = 1000 });
        Assert.Equal(10, before.Count);
        _now += before.FirstIn + (before.Spacing * 9);

        var after = Lease(10, new AccountLimits { PerSecond = 1 });
        Assert.Equal(0, after.Count);
        _now += after.AskAgainIn;
        Assert.Equal(1, Lease(10, new AccountLimits { PerSecond = 1 }).Count);
        AssertWindow(TimeSpan.FromSeconds(0.99), 10);
    }

    [Fact]
    public void Vendor_ItsDay_BoundsWhatIsLeasedUntilItIsAskedAgain()
    {
        _book.Vendor = new AccountAnswer(PerSecond: 14, PerDay: 200, UsedInDay: 190, "");
        var limits = _book.Limits(AccountLimits.None, _now);
        Assert.Equal(14, limits.PerSecond);
        for (var second = 0; second < 60; second++)
        {
            Lease(5, limits);
            _now += TimeSpan.FromSeconds(1);
        }

        Assert.Equal(10, _issued.Sum(static issue => issue.Count));
        Assert.Equal((QuotaBook.VendorPatience, LimitKind.PerDay), _book.Blocked(limits, _now));

        _book.Vendor = new AccountAnswer(PerSecond: 14, PerDay: 200, UsedInDay: 150, "");
        Assert.Equal((TimeSpan.Zero, null), _book.Blocked(limits, _now));
    }

    [Fact]
    public void Limits_SetByAnOperator_StandInPlaceOfTheConfigured()
    {
        var configured = new AccountLimits { PerSecond = 50, PerDay = 1000, Domains = AccountLimits.None.Domains.Add("a.example", 5) };
        _book.Changes = _book.Changes.With([new LimitChange(LimitKind.PerSecond, 20), new LimitChange(LimitKind.PerDay, null)]);
        _book.Changes = _book.Changes.With(
            [new LimitChange(LimitKind.PerSecond, 30), new LimitChange(LimitKind.Domain, 2, "b.example"), new LimitChange(LimitKind.Domain, null, "a.example")]);

        var limits = _book.Limits(configured, _now);

        Assert.Equal(30, limits.PerSecond);
        Assert.Null(limits.PerDay);
        Assert.Equal([KeyValuePair.Create("b.example", 2.0)], limits.Domains);
    }

    [Fact]
    public void Issue_ByDomain_KeepsTheRateOfEachAndLeavesTheUnlimitedOut()
    {
        var limits = new AccountLimits { Domains = AccountLimits.None.Domains.Add("a.example", 20) };
        var given = new List<DateTimeOffset>();
        for (; _now < Start + TimeSpan.FromSeconds(10); _now += TimeSpan.FromMilliseconds(50))
        {
            var blocks = _book.Issue(new Dictionary<string, int> { ["a.example"] = 50, ["b.example"] = 50 }, limits, _now);
            Assert.DoesNotContain("b.example", blocks.Keys);
            var block = blocks["a.example"];
            given.AddRange(Enumerable.Range(0, block.Count).Select(place => _now + block.FirstIn + (block.Spacing * place)));
        }

        _issued.AddRange(given.Select(static at => (at, 1)));
        AssertWindow(TimeSpan.FromSeconds(1), 20);
        Assert.InRange(given.Count, 195, 205);
    }

    [Fact]
    public void Issue_ByDomain_TheDefaultIsForEachDomainOfItsOwn()
    {
        var limits = new AccountLimits { Domains = AccountLimits.None.Domains.Add("default", 1) };

        var blocks = _book.Issue(Enumerable.Range(0, 2000).ToDictionary(static number => $"d{number}.example", static _ => 3), limits, _now);

        Assert.Equal(2000, blocks.Count);
        Assert.All(blocks.Values, static block => Assert.Equal(1, block.Count));
    }

    private PermitBlock Lease(int wanted, AccountLimits limits)
    {
        var allowed = _book.Allowed(wanted, limits, _now);
        if (allowed > 0 && _book.Reserve(allowed, limits, _now))
        {
            _written = _book.State;
            _writes++;
        }

        var block = _book.Issue(allowed, limits, _now);
        if (block.Count > 0)
        {
            Assert.Equal(allowed, block.Count);
            _issued.AddRange(Enumerable.Range(0, block.Count).Select(place => (_now + block.FirstIn + (block.Spacing * place), 1)));
        }

        return block;
    }

    private void AssertWindow(TimeSpan window, int most)
    {
        var (first, count) = (0, 0);
        foreach (var (at, mails) in _issued)
        {
            count += mails;
            for (; _issued[first].At <= at - window; first++)
            {
                count -= _issued[first].Count;
            }

            Assert.True(count <= most, $"{count} permits in the {window} that end at {at:O}, {most} are the most.");
        }
    }
}
