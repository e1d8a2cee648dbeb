using EmailCampaign.Batches;

namespace EmailCampaign.Campaigns;

/// <summary>What the batches at work say of the accounts that they go through, each from its own silo.</summary>
internal sealed class CampaignFlow
{
    private readonly Dictionary<int, BatchReport> _reports = [];

    /// <summary>Whether no batch at work has an account that takes a mail now; a campaign that has not been told is not.</summary>
    public bool IsHeldUp => _reports.Count > 0 && _reports.Values.All(static report => report.HeldUp);

    /// <summary>Mails a second that the accounts take, over all silos; null where nothing says so.</summary>
    public double? PerSecond => _reports.Values.Min(static report => report.PerSecond);

    /// <param name="isAtWork">Whether the batch is in the campaign's window: what others said is forgotten.</param>
    public void Take(BatchReport report, bool isAtWork)
    {
        if (isAtWork)
        {
            _reports[report.Batch] = report;
        }
        else
        {
            _reports.Remove(report.Batch);
        }
    }
}
