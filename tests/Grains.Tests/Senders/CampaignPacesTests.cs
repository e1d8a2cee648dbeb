using System.Runtime.CompilerServices;
using EmailCampaign.Grains.Tests.Quotas;
using EmailCampaign.Hosting;
using EmailCampaign.Senders;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Grains.Tests.Senders;

public sealed class CampaignPacesTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    private readonly CampaignPaces _paces;

    public CampaignPacesTests() => _paces = new(_clock, new LocalQuotas(_clock), Options.Create(new SendingOptions()));

    [Fact]
    public void For_TheSameCampaign_IsOnePace()
    {
        Assert.Same(_paces.For("a"), _paces.For("a"));
        Assert.NotSame(_paces.For("a"), _paces.For("b"));
    }

    [Fact]
    public void For_IdleForAnHourAndHeldByNobody_IsForgottenWithTheNextCampaign()
    {
        Use("a");
        _clock.Advance(CampaignPaces.Memory + TimeSpan.FromTicks(1));

        // The first look lets go of it, the collector takes it, the next look strikes it off.
        _paces.For("b");
        Collect();
        _paces.For("c");

        Assert.Equal(2, _paces.Count);
    }

    [Fact]
    public void For_IdleForDaysButHeldByABatch_IsStillThatPace()
    {
        var held = _paces.For("a");
        _clock.Advance(TimeSpan.FromDays(3));
        _paces.For("b");
        Collect();
        _paces.For("c");

        Assert.Same(held, _paces.For("a"));
    }

    // In methods of their own: a local of the test would hold what they use.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Use(string campaignId) => _paces.For(campaignId).PerSecond = 1;

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
