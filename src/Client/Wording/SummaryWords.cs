using EmailCampaign.Campaigns;

namespace EmailCampaign.Client.Wording;

/// <summary>The closing summary of a launch or a resume.</summary>
internal static class SummaryWords
{
    /// <param name="status">Where the campaign has come to.</param>
    /// <param name="folder">Where the campaigns' mails lie, when the provider writes them to a folder instead of sending them.</param>
    public static IEnumerable<string> Lines(CampaignStatus status, string? folder)
    {
        foreach (var line in StatusWords.Lines(status))
        {
            yield return line;
        }

        if (status is { StartedAt: { } started, FinishedAt: { } finished, Recipients.Sent: > 0 })
        {
            var took = finished - started;
            var rate = took > TimeSpan.Zero ? $", {Words.Rate(status.Recipients.Sent / took.TotalSeconds)} on average" : "";
            yield return $"  took        {Words.Duration(took)}{rate}";
        }

        if (folder is not null)
        {
            yield return "";
            yield return "  *** NOTHING LEFT THIS MACHINE: the provider 'outbox' writes mails to files and sends none. ***";
            yield return $"  The mails are in {Path.Combine(folder, status.Id)}";
            yield return "  Choose another provider with --provider or Sending:MailProvider to send them.";
        }
    }
}
