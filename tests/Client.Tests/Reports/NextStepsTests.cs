using EmailCampaign.Campaigns;
using EmailCampaign.Client.Commands;
using EmailCampaign.Client.Reports;
using EmailCampaign.Client.Tests.Fixtures;
using static EmailCampaign.Client.Tests.Reports.TestRecipients;

namespace EmailCampaign.Client.Tests.Reports;

public sealed class NextStepsTests
{
    public static TheoryData<CampaignPhase, PauseReason, bool> Situations => new(
        from phase in Enum.GetValues<CampaignPhase>()
        from reason in Enum.GetValues<PauseReason>()
        from sends in (bool[])[true, false]
        where (phase == CampaignPhase.Paused) == (reason != PauseReason.None) && phase != CampaignPhase.Deleting
        select (phase, reason, sends));

    [Theory]
    [MemberData(nameof(Situations))]
    public void Of_EverySituation_NamesCommandsThatExist(CampaignPhase phase, PauseReason reason, bool sends)
    {
        using var console = new ConsoleFixture();
        var root = CampaignCommand.Build(console.Context);
        var report = Report(Dead("a@x.example"), InDoubt("b@x.example"));

        var steps = NextSteps.Of(report with
        {
            Campaign = report.Campaign with { Phase = phase, PauseReason = reason, SiloSends = sends, Rows = new() { Accepted = 2, Rejected = 1 } },
        });

        Assert.All(steps.Where(static step => step.Command is not null), step =>
        {
            Assert.StartsWith("campaign ", step.Command, StringComparison.Ordinal);
            Assert.Empty(root.Parse(step.Command!["campaign ".Length..]).Errors);
        });
        Assert.Contains(steps, static step => step.Command == "campaign dead-letters export spring --export dead-letters.csv");
        Assert.Contains(steps, static step => step.Command?.StartsWith("campaign rejects spring", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void Of_Cancelled_DoesNotSendAgain()
    {
        var report = Report(InDoubt("b@x.example"));

        var steps = NextSteps.Of(report with { Campaign = report.Campaign with { Phase = CampaignPhase.Cancelled } });

        Assert.DoesNotContain(steps, static step => step.Command!.Contains("replay", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_PausedByTheProvider_ResumesFirst()
    {
        var report = Report(Dead("a@x.example"));

        var steps = NextSteps.Of(report with { Campaign = Statuses.Paused(PauseReason.ProviderRefuses, "535 no") });

        Assert.Equal("campaign resume spring", steps[0].Command);
    }
}
