namespace EmailCampaign.Hosting;

/// <summary>The campaigns that this silo drives at the moment.</summary>
public interface ICampaignsInWork
{
    /// <summary>Ids of campaigns that import or send (waiting recipients included).</summary>
    IReadOnlyCollection<string> Sending { get; }

    /// <summary>Ids of campaigns that wait for their scheduled time.</summary>
    IReadOnlyCollection<string> Scheduled { get; }

    /// <summary>Ids of campaigns that are being deleted.</summary>
    IReadOnlyCollection<string> Deleting { get; }

    /// <summary>Completes once the campaigns found in the store at start are being driven again.</summary>
    Task Recovered { get; }
}
