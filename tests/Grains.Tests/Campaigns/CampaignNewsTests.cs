using EmailCampaign.Campaigns;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Grains.Tests.Campaigns;

public sealed class CampaignNewsTests
{
    private static readonly CampaignStatus Sending = new()
    {
        Id = "spring",
        Name = "Spring",
        Phase = CampaignPhase.Sending,
        Guarantee = DeliveryGuarantee.AtLeastOnce,
        Provider = "smtp",
        Rows = new() { Accepted = 10 },
        Recipients = new() { Pending = 10 },
        CreatedAt = DateTimeOffset.UnixEpoch,
        Notices = ["slow"],
        EmptyVariables = [new("name", 2)],
    };

    private readonly FakeTimeProvider _clock = new();
    private readonly CampaignNews _news;

    public CampaignNewsTests() => _news = new(_clock);

    [Fact]
    public void Of_TheFirstStatus_IsTold() => Assert.Equal(Sending, _news.Of(Sending)!.Status);

    [Fact]
    public void Of_TheSameAgain_IsNotTold()
    {
        _news.Of(Sending);

        Assert.Null(_news.Of(Sending with { Notices = ["slow"], EmptyVariables = [new("name", 2)] }));
    }

    [Fact]
    public void Of_AnyChange_IsTold()
    {
        CampaignStatus[] changes =
        [
            Sending,
            Sending with { Recipients = new() { Pending = 9, Sent = 1 } },
            Sending with { Notices = ["slow", "slower"] },
            Sending with { Notices = ["slower"] },
            Sending with { EmptyVariables = [new("name", 3)] },
            Sending with { Phase = CampaignPhase.Completed },
        ];

        Assert.All(changes, change => Assert.Same(change, _news.Of(change)?.Status));
    }

    [Fact]
    public void Of_NothingNewForAWhile_IsSaidOncePerWhile()
    {
        _news.Of(Sending);
        _clock.Advance(CampaignProgress.KeepAlive);

        Assert.Equal(CampaignProgress.Unchanged, _news.Of(Sending));
        Assert.Null(_news.Of(Sending));
    }

    [Fact]
    public void Of_NotKnownForAWhile_IsStillASignOfLife()
    {
        Assert.Null(_news.Of(null));
        _clock.Advance(CampaignProgress.KeepAlive);

        Assert.Equal(CampaignProgress.Unchanged, _news.Of(null));
        Assert.Equal(Sending, _news.Of(Sending)!.Status);
    }
}
