using Orleans.Concurrency;

namespace EmailCampaign.Campaigns;

/// <summary>
/// One campaign: its plan, its progress and the commands that move it along. The key is <see cref="CampaignKey"/>.
/// </summary>
/// <remarks>
/// Commands are safe to repeat: a caller whose reply was lost sends the same command again.
/// </remarks>
[Alias("EmailCampaign.ICampaignGrain")]
public interface ICampaignGrain : IGrainWithStringKey
{
    /// <summary>
    /// Creates the campaign, ready to import. The directory entry is written first, so that nothing exists that cannot be found.
    /// The same definition again is done; another one under the same id is refused.
    /// </summary>
    [Alias("Create")]
    Task<CommandResult> CreateAsync(CampaignDefinition definition);

    /// <summary>Where the import stands and which offset it goes on from.</summary>
    [Alias("GetImportProgress")]
    Task<ImportProgress> GetImportProgressAsync();

    /// <summary>
    /// Stores a piece of the contact file. When the answer's <see cref="ImportProgress.NextOffset"/> is not the end of the chunk
    /// the import was interrupted: the caller goes on from there. The last chunk starts the campaign, or schedules it.
    /// </summary>
    [Alias("Import")]
    Task<ImportProgress> ImportAsync(ImportChunk chunk);

    /// <summary>Stops claiming recipients; mails on the wire are finished. Before the import ends: it will not start by itself.</summary>
    [Alias("Pause")]
    Task<CommandResult> PauseAsync();

    /// <summary>Goes on sending, whatever the pause was for. A campaign that is sending already is done.</summary>
    [Alias("Resume")]
    Task<CommandResult> ResumeAsync();

    /// <summary>Gives the campaign up; what is on the wire is finished and recorded, what was not sent stays unsent.</summary>
    [Alias("Cancel")]
    Task<CommandResult> CancelAsync();

    /// <summary>Sends dead letters again, each as a new generation. Repeated, it finds only what is dead or in doubt by then.</summary>
    [Alias("Replay")]
    Task<DeadLetterResult> ReplayAsync(ReplayRequest request);

    /// <summary>Marks dead letters as dealt with: they are kept, but no longer counted as dead or in doubt.</summary>
    [Alias("Discard")]
    Task<DeadLetterResult> DiscardAsync(DeadLetterFilter filter);

    /// <summary>
    /// Begins to delete a campaign that is completed, cancelled, or whose import stopped for good; another one is refused. It goes on by
    /// itself, on a silo that does not send too, and after any loss; at the end there is no such campaign, and its id is free.
    /// </summary>
    [Alias("Delete")]
    Task<CommandResult> DeleteAsync();

    /// <summary>The status, or null when there is no such campaign. May lag the batches by one reporting interval.</summary>
    [AlwaysInterleave, Alias("GetStatus")]
    Task<CampaignStatus?> GetStatusAsync();

    /// <summary>
    /// The status at once, and again whenever it has changed, a few times a second at most; ends after the first that is over
    /// (<see cref="CampaignStatus.IsOver"/>), or when there is no such campaign (any more). Whoever reads slowly misses what lies between.
    /// A stream breaks off when the campaign moves to another silo: the reader asks for it again.
    /// </summary>
    [AlwaysInterleave, Alias("Watch")]
    IAsyncEnumerable<CampaignProgress> WatchAsync(CancellationToken cancellationToken);

    /// <summary>The contact file of the campaign, or null when there is no such campaign.</summary>
    [AlwaysInterleave, Alias("GetContacts")]
    Task<ContactFile?> GetContactsAsync();
}
