using EmailCampaign.Batches;
using EmailCampaign.Client.Reports;
using EmailCampaign.Client.Tests.Fixtures;

namespace EmailCampaign.Client.Tests.Reports;

/// <summary>Recipients for reports.</summary>
internal static class TestRecipients
{
    public static RecipientView Sent(string email, double second = 0, string account = "smtp") => new()
    {
        Email = email,
        Line = 2,
        Status = RecipientStatus.Sent,
        Attempts = 1,
        At = Statuses.Started.AddSeconds(second),
        Account = account,
    };

    public static RecipientView Dead(string email, string reply = "550 5.1.1 no such user", FailureReason reason = FailureReason.UnknownMailbox) => new()
    {
        Email = email,
        Line = 3,
        Status = RecipientStatus.Dead,
        Attempts = 1,
        Reason = reason,
        Reply = reply,
        At = Statuses.Started,
        Account = "smtp",
    };

    public static RecipientView InDoubt(string email) => Dead(email, "no answer to the final dot", FailureReason.AnswerLost) with { Status = RecipientStatus.InDoubt };

    public static RecipientView Pending(string email) => new() { Email = email, Line = 4, Status = RecipientStatus.Pending };

    /// <summary>The report on these recipients, of a campaign that is completed and accepted as many rows.</summary>
    public static CampaignReport Report(params IReadOnlyCollection<RecipientView> recipients)
    {
        var tally = new ReportTally();
        foreach (var recipient in recipients)
        {
            tally.Add(recipient);
        }

        return tally.Report(Statuses.Completed with { Rows = new() { Accepted = recipients.Count } }, ConsoleFixture.Now, ConsoleFixture.Now);
    }
}
