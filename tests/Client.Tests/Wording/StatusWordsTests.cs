using EmailCampaign.Campaigns;
using EmailCampaign.Client.Tests.Fixtures;
using EmailCampaign.Client.Wording;

namespace EmailCampaign.Client.Tests.Wording;

public sealed class StatusWordsTests
{
    [Fact]
    public void Lines_Sending_AddUp()
    {
        var status = Statuses.Sending with { NextDueAt = Statuses.Started.AddMinutes(5), Notices = ["smtp cannot be reached"] };

        Assert.Equal(
            [
                "spring: Spring",
                "  phase       sending",
                "  provider    smtp, at-least-once",
                "  rows        1,003 = 1,000 accepted + 2 rejected + 1 duplicate",
                "  recipients  1,000 = 930 sent + 10 pending + 50 claimed + 3 waiting + 7 dead",
                "  started     2026-11-24 03:00:00 UTC",
                "  rate        812/s, about 0.1 s left",
                "  next due    2026-11-24 03:05:00 UTC",
                "  notice      smtp cannot be reached",
                "  next        campaign dead-letters list spring",
            ],
            StatusWords.Lines(status));
    }

    [Fact]
    public void Recipients_LawBroken_IsNotHidden()
        => Assert.Equal("5 accepted, but 4 counted: 4 sent", StatusWords.Recipients(new() { Sent = 4 }, accepted: 5));

    [Fact]
    public void Lines_Paused_SayWhyAndHowToGoOn()
    {
        var lines = StatusWords.Lines(Statuses.Paused(PauseReason.ProviderRefuses, "535 authentication failed")).ToList();

        Assert.Contains("  phase       paused (535 authentication failed)", lines);
        Assert.Contains("  next        campaign resume spring", lines);
    }

    [Fact]
    public void NextStep_SiloThatDoesNotSend_SaysWhoWould()
        => Assert.Equal(
            "nothing is sending; campaign resume spring goes on, or campaign run",
            StatusWords.NextStep(Statuses.Sending with { SiloSends = false }));
}
