using EmailCampaign.Quotas;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Grains.Tests.Quotas;

public sealed class DomainPermitsTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    private readonly DomainPermits _permits;

    public DomainPermitsTests()
    {
        var limits = AccountLimits.None.Domains.Add("slow.example", 10);
        var quotas = new LocalQuotas(_clock);
        _permits = new DomainPermits(
            wanted => quotas.LeaseDomainsAsync("a", new DomainRequest(wanted, new AccountLimits { Domains = limits })), _clock)
        { Limits = limits };
    }

    [Fact]
    public void TryTake_DomainWithoutALimit_IsAlwaysGiven()
    {
        Assert.True(_permits.HasAny);
        Assert.True(_permits.TryTake("fast.example"));
        Assert.True(_permits.Tally().Admit("fast.example"));
    }

    [Fact]
    public void TryTake_NobodyAskedForPermits_GivesNone() => Assert.False(_permits.TryTake("slow.example"));

    [Fact]
    public async Task Want_MailsWait_AreWokenWhenTheirPermitsAreDueAndKeepTheRate()
    {
        var (taken, woken) = (0, 0);
        for (var end = _clock.GetUtcNow() + TimeSpan.FromSeconds(5); _clock.GetUtcNow() < end;)
        {
            var changed = _permits.Changed;
            var tally = _permits.Tally();
            while (tally.Admit("slow.example"))
            {
                Assert.True(_permits.TryTake("slow.example"));
                taken++;
            }

            Assert.True(tally.Want());
            for (var passed = 0; !changed.IsCompleted; passed++)
            {
                Assert.True(passed < 2000, "Nobody is woken.");
                _clock.Advance(TimeSpan.FromMilliseconds(1));
                await Task.Yield();
            }

            woken++;
        }

        Assert.InRange(taken, 40, 51);
        Assert.InRange(woken, 40, 300);
    }

    [Fact]
    public void Want_NothingIsShort_AsksForNothing()
    {
        var tally = _permits.Tally();
        tally.Admit("fast.example");

        Assert.False(tally.Want());
    }

    [Fact]
    public void Limits_Changed_WakeWhoeverWaits()
    {
        var changed = _permits.Changed;
        _permits.Limits = AccountLimits.None.Domains;

        Assert.True(changed.IsCompleted);
        Assert.False(_permits.HasAny);
        Assert.True(_permits.TryTake("slow.example"));
    }
}
