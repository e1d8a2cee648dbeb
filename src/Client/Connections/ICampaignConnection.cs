using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Directory;
using EmailCampaign.Quotas;
using EmailCampaign.Rejects;

namespace EmailCampaign.Client.Connections;

/// <summary>The campaigns of a data directory or a cluster, as commands use them. Disposing stops a silo that was hosted for it.</summary>
/// <exception cref="SiloLostException">Thrown by every method when the silo on the other side is gone.</exception>
/// <exception cref="TimeoutException">Thrown by every method when the silo did not answer in time; the call may still have run.</exception>
internal interface ICampaignConnection : IAsyncDisposable
{
    /// <summary>Whether this process hosts the silo: what it drives stops when this process ends.</summary>
    bool Hosts { get; }

    /// <summary>What goes on with a campaign when this console ends, as in "it goes on in ...".</summary>
    string Keeper { get; }

    /// <summary>The hosted silo's campaigns in work; nothing when another process hosts it.</summary>
    WorkInHand Work { get; }

    /// <summary>The provider accounts of the silo.</summary>
    IProviderDesk Desk { get; }

    /// <summary>Completes once the campaigns found in a hosted store are driven again.</summary>
    Task RecoveredAsync();

    Task<CommandResult> CreateAsync(CampaignDefinition definition);

    Task<ImportProgress> GetImportProgressAsync(string id);

    Task<ImportProgress> ImportAsync(string id, ImportChunk chunk);

    Task<CommandResult> PauseAsync(string id);

    Task<CommandResult> ResumeAsync(string id);

    Task<CommandResult> CancelAsync(string id);

    /// <summary>Begins the deletion, which then goes on by itself.</summary>
    Task<CommandResult> DeleteAsync(string id);

    Task<DeadLetterResult> ReplayAsync(string id, ReplayRequest request);

    Task<DeadLetterResult> DiscardAsync(string id, DeadLetterFilter filter);

    Task<CampaignStatus?> GetStatusAsync(string id);

    /// <summary>Has the campaign push its news.</summary>
    IProgressFeed Watch(string id);

    Task<ContactFile?> GetContactsAsync(string id);

    Task<IReadOnlyList<RecipientView>> GetRecipientsAsync(string id, int batch, RecipientQuery query);

    Task<IReadOnlyList<RejectedRow>> GetRejectsAsync(string id, int page);

    /// <summary>A provider account's limits, what is used of them, and how the silos meet it.</summary>
    Task<AccountView> GetAccountAsync(string account);

    /// <summary>Sets limits of a provider account over all silos.</summary>
    Task<AccountView> ChangeLimitsAsync(string account, IReadOnlyList<LimitChange> changes);

    /// <summary>Goes back to the configured limits.</summary>
    Task<AccountView> ResetLimitsAsync(string account);

    Task<IReadOnlyList<DirectoryEntry>> GetCampaignsAsync(int skip, int count);
}
