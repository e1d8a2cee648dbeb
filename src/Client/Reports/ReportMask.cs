using EmailCampaign.Campaigns;

namespace EmailCampaign.Client.Reports;

/// <summary>A report without addresses, for whoever may not see them. Domains stay.</summary>
internal static class ReportMask
{
    public static CampaignReport Of(CampaignReport report) => report with
    {
        Campaign = Of(report.Campaign),
        Failures = [.. report.Failures.Select(static failures => failures.Example is { } example ? failures with { Example = AddressMask.Of(example) } : failures)],
        DeadLetters = [.. report.DeadLetters.Select(AddressMask.Of)],
        InDoubt = [.. report.InDoubt.Select(AddressMask.Of)],
    };

    // A campaign pauses with what the provider said.
    private static CampaignStatus Of(CampaignStatus campaign) => campaign with
    {
        Name = AddressMask.Of(campaign.Name),
        Reason = campaign.Reason is { } reason ? AddressMask.Of(reason) : null,
        Notices = [.. campaign.Notices.Select(static notice => AddressMask.Of(notice))],
    };
}
