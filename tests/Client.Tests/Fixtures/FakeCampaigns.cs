using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Connections;
using EmailCampaign.Directory;
using EmailCampaign.Quotas;
using EmailCampaign.Rejects;

namespace EmailCampaign.Client.Tests.Fixtures;

/// <summary>The campaigns of a data directory, in memory.</summary>
internal sealed class FakeCampaigns : ICampaignConnection
{
    private readonly MemoryStream _imported = new();

    public string Keeper => "the console that hosts the data directory";

    public bool Hosts { get; set; } = true;

    public FakeDesk SiloAccounts { get; } = new();

    public IProviderDesk Desk => SiloAccounts;

    public bool Disposed { get; private set; }

    /// <summary>What the hosted silo drives, one answer after another; the last one stays.</summary>
    public Queue<WorkInHand> Works { get; } = new([WorkInHand.None]);

    public WorkInHand Work => Works.Count > 1 ? Works.Dequeue() : Works.Peek();

    /// <summary>Answers to a question for the status, one after another; the last one stays. None: there is no campaign.</summary>
    public Queue<Func<CampaignStatus?>> Statuses { get; } = [];

    public CommandResult Created { get; set; } = CommandResult.Done;

    /// <summary>Ids that other campaigns have.</summary>
    public IReadOnlyList<string> Taken { get; set; } = [];

    public CommandResult Answer { get; set; } = CommandResult.Done;

    public DeadLetterResult DeadLetters { get; set; } = new(CommandResult.Done, 0);

    public ContactFile? Contacts { get; set; }

    public List<string> Calls { get; } = [];

    public CampaignDefinition? Definition { get; private set; }

    public ReplayRequest? Replayed { get; private set; }

    public DeadLetterFilter? Discarded { get; private set; }

    public List<RecipientQuery> Queries { get; } = [];

    public List<ImportChunk> Chunks { get; } = [];

    /// <summary>Offset at which an import that was interrupted goes on.</summary>
    public long NextOffset { get; set; }

    public bool ImportFinished { get; set; }

    /// <summary>Takes the place of the usual import.</summary>
    public Func<ImportChunk, ImportProgress>? OnImport { get; set; }

    public IReadOnlyList<IReadOnlyList<RecipientView>> Batches { get; set; } = [];

    public IReadOnlyList<RejectedRow> Rejects { get; set; } = [];

    public IReadOnlyList<DirectoryEntry> Entries { get; set; } = [];

    public byte[] Imported => _imported.ToArray();

    public void Say(params IEnumerable<CampaignStatus> statuses)
    {
        foreach (var status in statuses)
        {
            Statuses.Enqueue(() => status);
        }
    }

    public Task RecoveredAsync() => Task.CompletedTask;

    public Task<CommandResult> CreateAsync(CampaignDefinition definition)
    {
        Definition = definition;
        return Record("create", Taken.Contains(definition.Id) ? CommandResult.Refused(CommandRefusal.IdTaken, "") : Created);
    }

    public Task<ImportProgress> GetImportProgressAsync(string id)
        => Task.FromResult(new ImportProgress { NextOffset = NextOffset, Finished = ImportFinished });

    public Task<ImportProgress> ImportAsync(string id, ImportChunk chunk)
    {
        Chunks.Add(chunk);
        if (OnImport is not null)
        {
            return Task.FromResult(OnImport(chunk));
        }

        Assert.Equal(NextOffset, chunk.Offset);
        _imported.Write(chunk.Data.Span);
        NextOffset += chunk.Data.Length;
        return Task.FromResult(new ImportProgress { NextOffset = NextOffset, Finished = chunk.Last, Rows = new() { Accepted = 3 } });
    }

    public Dictionary<string, AccountView> Accounts { get; } = [];

    public List<LimitChange> Changes { get; } = [];

    public Task<AccountView> GetAccountAsync(string account)
        => Task.FromResult(Accounts.GetValueOrDefault(account) ?? new AccountView { Account = account, Limits = AccountLimits.None });

    public Task<AccountView> ChangeLimitsAsync(string account, IReadOnlyList<LimitChange> changes)
    {
        Changes.AddRange(changes);
        return GetAccountAsync(account);
    }

    public async Task<AccountView> ResetLimitsAsync(string account)
    {
        await Record("reset", account);
        return await GetAccountAsync(account);
    }

    public Task<CommandResult> PauseAsync(string id) => Record("pause", Answer);

    public Task<CommandResult> ResumeAsync(string id) => Record("resume", Answer);

    public Task<CommandResult> CancelAsync(string id) => Record("cancel", Answer);

    public Task<CommandResult> DeleteAsync(string id) => Record("delete", Answer);

    public Task<DeadLetterResult> ReplayAsync(string id, ReplayRequest request)
    {
        Replayed = request;
        return Record("replay", DeadLetters);
    }

    public Task<DeadLetterResult> DiscardAsync(string id, DeadLetterFilter filter)
    {
        Discarded = filter;
        return Record("discard", DeadLetters);
    }

    public async Task<CampaignStatus?> GetStatusAsync(string id)
    {
        await Task.CompletedTask; // what a status throws is the call's, as with a grain
        if (Statuses.Count == 0)
        {
            return null;
        }

        return (Statuses.Count > 1 ? Statuses.Dequeue() : Statuses.Peek())();
    }

    public IProgressFeed Watch(string id) => new FakeFeed(this);

    public Task<ContactFile?> GetContactsAsync(string id) => Task.FromResult(Contacts);

    public Task<IReadOnlyList<RecipientView>> GetRecipientsAsync(string id, int batch, RecipientQuery query)
    {
        Queries.Add(query);
        return Task.FromResult(Batches[batch]);
    }

    public Task<IReadOnlyList<RejectedRow>> GetRejectsAsync(string id, int page)
        => Task.FromResult<IReadOnlyList<RejectedRow>>([.. Rejects.Skip(page * RejectPageKey.PageSize).Take(RejectPageKey.PageSize)]);

    public Task<IReadOnlyList<DirectoryEntry>> GetCampaignsAsync(int skip, int count)
        => Task.FromResult<IReadOnlyList<DirectoryEntry>>([.. Entries.Skip(skip).Take(count)]);

    public ValueTask DisposeAsync()
    {
        Disposed = true;
        return ValueTask.CompletedTask;
    }

    private Task<T> Record<T>(string call, T answer)
    {
        Calls.Add(call);
        return Task.FromResult(answer);
    }

    // Every status is news.
    private sealed class FakeFeed(FakeCampaigns campaigns) : IProgressFeed
    {
        public async Task<CampaignProgress?> NextAsync()
            => await campaigns.GetStatusAsync("") is { } status ? new CampaignProgress(status) : null;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
