using System.Runtime.CompilerServices;
using EmailCampaign.Senders;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Grains.Tests.Senders;

public sealed class CampaignPacesTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    private readonly CampaignPaces _paces;

    public CampaignPacesTests() => _paces = new(_clock);

    private static CancellationToken Never => TestContext.Current.CancellationToken;

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

    [Fact]
    public async Task For_PlacesTakenFarAhead_AreRememberedUntilThen()
    {
        await ReserveAsync("a", mails: 10, perSecond: 1.0 / 3600); // ten hours of places
        _clock.Advance(TimeSpan.FromHours(9));
        _paces.For("b");
        Collect();

        Assert.False(_paces.For("a").ReserveAsync(1, Never).IsCompleted);
    }

    // In methods of their own: a local of the test would hold what they use.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Use(string campaignId) => _paces.For(campaignId).PerSecond = 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Task ReserveAsync(string campaignId, int mails, double perSecond)
    {
        var pace = _paces.For(campaignId);
        pace.PerSecond = perSecond;
        return pace.ReserveAsync(mails, Never);
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
