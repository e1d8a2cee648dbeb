namespace EmailCampaign.Hosting;

/// <summary>What a campaign keeps its silo busy with.</summary>
internal enum CampaignWork
{
    None = 0,
    Scheduled = 1,

    /// <summary>It imports, sends, waits for retries, or settles claims.</summary>
    Sending = 2,

    /// <summary>Its rows go away.</summary>
    Deleting = 3,
}
