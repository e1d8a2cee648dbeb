using EmailCampaign.Batches;
using Orleans.Concurrency;

namespace EmailCampaign.Campaigns;

/// <summary>A campaign as its batches and the silos see it; the key is <see cref="CampaignKey"/>.</summary>
[Alias("EmailCampaign.ICampaignWorkGrain")]
internal interface ICampaignWorkGrain : IGrainWithStringKey
{
    /// <summary>The plan, for a silo that compiles the template; null when there is no such campaign.</summary>
    [AlwaysInterleave, Alias("GetPlan")]
    Task<CampaignPlan?> GetPlanAsync();

    /// <summary>When the campaign was created; null when there is no such campaign. An id may be used again once its campaign was deleted.</summary>
    [AlwaysInterleave, Alias("GetCreatedAt")]
    Task<DateTimeOffset?> GetCreatedAtAsync();

    /// <summary>Sets the campaign to work again after a start or a loss. Returns at once.</summary>
    [AlwaysInterleave, Alias("Wake")]
    Task WakeAsync();

    /// <summary>
    /// A finished batch is about to record that a recipient is to be sent after all. Returns once the campaign's row says that the batch is
    /// not finished; a completed campaign goes on. Safe to repeat.
    /// </summary>
    [Alias("Reopen")]
    Task ReopenAsync(int batch);

    /// <summary>A batch has news that cannot wait for the next call: it is idle, or in trouble. Safe to repeat.</summary>
    [AlwaysInterleave, Alias("BatchReported")]
    Task BatchReportedAsync(BatchReport report);

    /// <summary>
    /// There is no such campaign, and rows of it all the same: they are removed, unless it has been launched again since they were found. A campaign that is there
    /// merely gets its entry in the directory again, should it have none. Safe to repeat.
    /// </summary>
    /// <returns>How many batches and pages are gone.</returns>
    [ResponseTimeout("00:02:00"), Alias("RemoveStrays")]
    Task<int> RemoveStraysAsync(StrayRows strays);
}
