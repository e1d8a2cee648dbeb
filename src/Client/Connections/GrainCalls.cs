using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Directory;
using EmailCampaign.Quotas;
using EmailCampaign.Rejects;

namespace EmailCampaign.Client.Connections;

/// <summary>The grain calls behind a connection; how a silo that is gone shows itself is the derived type's affair.</summary>
internal abstract partial class GrainCalls : ICampaignConnection
{
    private readonly IGrainFactory _grains;

    protected GrainCalls(IGrainFactory grains)
    {
        _grains = grains;
        Desk = new GrainDesk(this, grains);
    }

    public abstract bool Hosts { get; }

    public abstract string Keeper { get; }

    public abstract WorkInHand Work { get; }

    public abstract Task RecoveredAsync();

    public Task<CommandResult> CreateAsync(CampaignDefinition definition) => CallAsync(() => Campaign(definition.Id).CreateAsync(definition));

    public Task<ImportProgress> GetImportProgressAsync(string id) => CallAsync(() => Campaign(id).GetImportProgressAsync());

    public Task<ImportProgress> ImportAsync(string id, ImportChunk chunk) => CallAsync(() => Campaign(id).ImportAsync(chunk));

    public Task<CommandResult> PauseAsync(string id) => CallAsync(() => Campaign(id).PauseAsync());

    public Task<CommandResult> ResumeAsync(string id) => CallAsync(() => Campaign(id).ResumeAsync());

    public Task<CommandResult> CancelAsync(string id) => CallAsync(() => Campaign(id).CancelAsync());

    public Task<CommandResult> DeleteAsync(string id) => CallAsync(() => Campaign(id).DeleteAsync());

    public Task<DeadLetterResult> ReplayAsync(string id, ReplayRequest request) => CallAsync(() => Campaign(id).ReplayAsync(request));

    public Task<DeadLetterResult> DiscardAsync(string id, DeadLetterFilter filter) => CallAsync(() => Campaign(id).DiscardAsync(filter));

    public Task<CampaignStatus?> GetStatusAsync(string id) => CallAsync(() => Campaign(id).GetStatusAsync());

    public IProgressFeed Watch(string id)
        => new ProgressFeed(cancellationToken => Campaign(id).WatchAsync(cancellationToken), () => Campaign(id).GetStatusAsync(), CallAsync);

    public Task<ContactFile?> GetContactsAsync(string id) => CallAsync(() => Campaign(id).GetContactsAsync());

    public Task<IReadOnlyList<RecipientView>> GetRecipientsAsync(string id, int batch, RecipientQuery query)
        => CallAsync(() => _grains.GetGrain<IBatchGrain>(new BatchKey(id, batch).ToString()).GetRecipientsAsync(query));

    public Task<IReadOnlyList<RejectedRow>> GetRejectsAsync(string id, int page)
        => CallAsync(() => _grains.GetGrain<IRejectPageGrain>(new RejectPageKey(id, page).ToString()).GetRowsAsync());

    public Task<AccountView> GetAccountAsync(string account) => CallAsync(() => Limits(account).GetAsync());

    public Task<AccountView> ChangeLimitsAsync(string account, IReadOnlyList<LimitChange> changes) => CallAsync(() => Limits(account).ChangeAsync(changes));

    public Task<AccountView> ResetLimitsAsync(string account) => CallAsync(() => Limits(account).ResetAsync());

    public Task<IReadOnlyList<DirectoryEntry>> GetCampaignsAsync(int skip, int count)
        => CallAsync(() => _grains.GetGrain<ICampaignDirectoryGrain>(ICampaignDirectoryGrain.Key).GetPageAsync(skip, count));

    public abstract ValueTask DisposeAsync();

    /// <summary>Makes a call, and turns the end of what answers it into a <see cref="SiloLostException"/>. All calls may be repeated.</summary>
    protected abstract Task<T> CallAsync<T>(Func<Task<T>> call);

    private ICampaignGrain Campaign(string id) => _grains.GetGrain<ICampaignGrain>(new CampaignKey(id).ToString());

    private IProviderLimitsGrain Limits(string account)
    {
        try
        {
            return _grains.GetGrain<IProviderLimitsGrain>(new QuotaKey(account).ToString());
        }
        catch (ArgumentException unknown)
        {
            throw new SiloLostException("The silos of this cluster are of an earlier version and have no limits over all silos: upgrade them first.", unknown);
        }
    }
}
