using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Listing;
using EmailCampaign.Client.Tests.Fixtures;

namespace EmailCampaign.Client.Tests.Listing;

public sealed class ShownStatusesTests
{
    [Theory]
    [InlineData(CampaignPhase.Cancelled, RecipientStatus.Pending, 0, "cancelled")]
    [InlineData(CampaignPhase.Cancelled, RecipientStatus.Waiting, 0, "cancelled")]
    [InlineData(CampaignPhase.Cancelled, RecipientStatus.Pending, 1, "in-doubt")]
    [InlineData(CampaignPhase.Cancelled, RecipientStatus.Sent, 0, "sent")]
    [InlineData(CampaignPhase.Deleting, RecipientStatus.Pending, 0, "cancelled")]
    [InlineData(CampaignPhase.Paused, RecipientStatus.Pending, 1, "pending")]
    public void As_ByTheCampaignsPhase_IsWhatItsNumbersCount(CampaignPhase phase, RecipientStatus status, int doubts, string shown)
        => Assert.Equal(shown, ShownStatuses.Of(ShownStatuses.As(Recipient(status, doubts), Campaign(phase))));

    [Fact]
    public void Parse_CancelledAmongOthers_IncludesThose()
    {
        var wanted = ShownStatuses.Parse("Cancelled,dead").Value!;

        Assert.True(wanted.Include(Recipient(RecipientStatus.Pending) with { Cancelled = true }));
        Assert.True(wanted.Include(Recipient(RecipientStatus.Dead)));
        Assert.False(wanted.Include(Recipient(RecipientStatus.Pending)));
        Assert.Equal([RecipientStatus.Dead], wanted.ToAsk(Campaign(CampaignPhase.Sending)));
        Assert.Empty(wanted.ToAsk(Campaign(CampaignPhase.Cancelled)));
    }

    private static CampaignStatus Campaign(CampaignPhase phase) => Statuses.Sending with { Phase = phase };

    private static RecipientView Recipient(RecipientStatus status, int doubts = 0)
        => new() { Email = "ann@example.com", Line = 2, Status = status, OpenDoubts = doubts };
}
