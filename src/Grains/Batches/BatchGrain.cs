using EmailCampaign.Campaigns;
using EmailCampaign.Hosting;
using EmailCampaign.Mail.Addresses;
using EmailCampaign.Mail.Templates;
using EmailCampaign.Senders;

namespace EmailCampaign.Batches;

/// <summary>
/// Owns up to 500 recipients: who they are, and what became of each. It alone writes that down, in one row with an ETag; see
/// <see cref="BatchDelivery"/> for how, and <see cref="BatchLedger"/> for the rules.
/// </summary>
[GrainType("batch"), RoundRobinPlacement]
internal sealed class BatchGrain(
    [PersistentState("batch-recipients", StorageNames.Default)] IPersistentState<StoredRecipients> recipients,
    [PersistentState("batch-ledger", StorageNames.Default)] IPersistentState<StoredLedger> ledger,
    BatchServices services,
    ILogger<BatchGrain> logger) : Grain, IBatchGrain, IBatchWorkGrain, IBatchHost
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private BatchKey _key;
    private LedgerRow _row = null!;
    private BatchLedger? _loaded;
    private string[]? _domains;
    private BatchDelivery? _delivery;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = BatchKey.Parse(this.GetPrimaryKeyString());
        _row = new LedgerRow(ledger, services.Ids.NextWriterId(), services.Clock, services.Metrics, logger);
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_delivery is { } delivery)
        {
            await delivery.StopAsync(cancellationToken);
        }
    }

    public async Task<BatchStored> StoreAsync(BatchContent content)
    {
        PlacementHint.Drop();
        var campaign = await services.Contents.GetCurrentAsync(_key.CampaignId);
        if (IsAnothers(content.CreatedAt, campaign))
        {
            throw new InvalidOperationException($"Batch {_key} is imported for a campaign that was deleted.");
        }

        var stored = recipients.RecordExists && !IsAnothers(recipients.State.CreatedAt, campaign);
        if (stored && !recipients.State.Equals(content))
        {
            return new BatchStored(Same: false, Report: null, []);
        }

        var (failures, emptyVariables) = RenderAll(campaign.Template, content);
        if (!stored)
        {
            recipients.State = StoredRecipients.From(content);
            await recipients.WriteStateAsync();
        }

        if (!stored || !_row.Exists || IsAnothers(ledger.State.CreatedAt, campaign))
        {
            if (_delivery is not null)
            {
                DeactivateOnIdle();
                throw new InvalidOperationException($"Batch {_key} works on what a deleted campaign has left; the import goes on from its last position.");
            }

            _loaded = null;
            ledger.State = new StoredLedger { CreatedAt = content.CreatedAt };
            var created = BatchLedger.Create(content.Recipients.Count).FailRendering(failures, services.Clock.GetUtcNow());
            var (fate, _) = await _row.WriteAsync(created, CancellationToken.None);
            if (fate != LedgerWrite.Committed)
            {
                throw new InvalidOperationException($"Batch {_key} could not be stored ({fate}: {_row.Fault?.GetBaseException().Message}); the import goes on from its last position.");
            }
        }

        // An import leaves thousands of batches behind: each is loaded again when its turn to send has come.
        var report = (await DeliveryAsync()).Report();
        DeactivateOnIdle();
        return new BatchStored(Same: true, report, emptyVariables);
    }

    public async Task<BatchReport> EnsureRunningAsync(RunOrder order)
    {
        PlacementHint.Drop(); // it must not steer this batch's senders, which are here
        var delivery = await DeliveryAsync();
        delivery.Run(order);
        return delivery.Report();
    }

    public async Task<BatchReport> GetReportAsync() => (await DeliveryAsync()).Report();

    // A batch is stored before anything of it is claimed: without a row it was deleted, and there is nothing left to record.
    public async Task<bool> RecordLateAsync(long claimId, IReadOnlyList<DeliveryOutcome> outcomes)
        => !_row.Exists || await (await DeliveryAsync()).RecordLateAsync(claimId, outcomes);

    public Task<BatchChange?> ReplayAsync(DeadLetterFilter filter, string? correctedAddress)
        => ChangeAsync(filter, (current, indexes, now) => current.Replay(indexes, correctedAddress, now));

    public Task<BatchChange?> DiscardAsync(DeadLetterFilter filter)
        => ChangeAsync(filter, static (current, indexes, now) => current.Discard(indexes, now));

    public async Task<bool> DeleteAsync()
    {
        if (_delivery is { } delivery)
        {
            using var bound = new CancellationTokenSource(StopPatience, services.Clock);
            await delivery.StopAsync(bound.Token);
        }

        var existed = _row.Exists || recipients.RecordExists;
        try
        {
            // The ledger first: without it there is nobody to show, so that no reader meets a ledger without its recipients.
            if (_row.Exists)
            {
                await ledger.ClearStateAsync();
            }

            if (recipients.RecordExists)
            {
                await recipients.ClearStateAsync();
            }
        }
        finally
        {
            // After a failure the next activation sees what is really left.
            DeactivateOnIdle();
        }

        return existed;
    }

    public Task<IReadOnlyList<RecipientView>> GetRecipientsAsync(RecipientQuery query)
    {
        if (!_row.Exists)
        {
            return Task.FromResult<IReadOnlyList<RecipientView>>([]);
        }

        var wanted = query.Email is { } email ? AddressRules.Key(email) : null;
        return Task.FromResult<IReadOnlyList<RecipientView>>([.. Current.Recipients.Index()
            .Where(pair => (query.Statuses.Count == 0 || query.Statuses.Contains(pair.Item.Status))
                && (query.Reason is not { } reason || pair.Item.Reason == reason)
                && (wanted is null || IsAt(pair.Index, pair.Item, wanted)))
            .Select(pair => View(pair.Index, pair.Item, query.WithValues))]);
    }

    public Task<BatchFingerprints> GetFingerprintsAsync()
    {
        var fingerprints = new byte[recipients.State.Count * AddressIndex.FingerprintSize];
        for (var index = 0; index < recipients.State.Count; index++)
        {
            AddressIndex.Fingerprint(
                recipients.State.Address(index), fingerprints.AsSpan(index * AddressIndex.FingerprintSize, AddressIndex.FingerprintSize));
        }

        DeactivateOnIdle();
        return Task.FromResult(new BatchFingerprints(recipients.State.Lines, fingerprints));
    }

    SiloAddress IBatchHost.Silo => GrainContext.Address.SiloAddress!;

    SliceMember IBatchHost.Member(int index, RecipientEntry entry)
    {
        var (address, values) = recipients.State.Contact(index);
        return new(index, entry.Generation, recipients.State.Lines[index], entry.Address ?? address, values);
    }

    string IBatchHost.Domain(int index, RecipientEntry entry)
    {
        if (entry.Address is { } address)
        {
            return DomainOf(address);
        }

        _domains ??= [.. Enumerable.Range(0, recipients.State.Count).Select(each => DomainOf(recipients.State.Address(each)))];
        return _domains[index];
    }

    Task IBatchHost.ReopenAsync()
        => GrainFactory.Find<ICampaignWorkGrain>(new CampaignKey(_key.CampaignId).ToString()).ReopenAsync(_key.Index);

    Task IBatchHost.TellCampaignAsync(BatchReport report)
        => GrainFactory.Find<ICampaignWorkGrain>(new CampaignKey(_key.CampaignId).ToString()).BatchReportedAsync(report);

    void IBatchHost.Leave() => DeactivateOnIdle();

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..].ToLowerInvariant();

    // A write for a deleted campaign may have landed in rows of the one that has its id now: nothing of it counts.
    private static bool IsAnothers(DateTimeOffset? createdAt, CampaignContent campaign) => createdAt is { } at && at != campaign.CreatedAt;

    private BatchLedger Current => _delivery?.Ledger ?? (_loaded ??= _row.Load());

    private async Task<BatchDelivery> DeliveryAsync()
    {
        if (_delivery is { } delivery)
        {
            return delivery;
        }

        if (!_row.Exists)
        {
            DeactivateOnIdle();
            throw new InvalidOperationException($"Batch {_key} is not stored.");
        }

        var content = await services.Contents.GetCurrentAsync(_key.CampaignId);

        // Calls interleave: another one may have been first.
        return _delivery ??= new BatchDelivery(
            _key,
            _row,
            Current.ClampDueTimes(services.Retry, services.Clock.GetUtcNow()),
            new LedgerRules(
                content.Definition.Guarantee, services.Retry, services.Ids.NextRoll,
                account => services.Lanes.IdempotencyLife(content.Definition.Provider, account)),
            this,
            content,
            GrainFactory.Find<ISenderGrain>(ISenderGrain.Key),
            services,
            logger);
    }

    private async Task<BatchChange?> ChangeAsync(
        DeadLetterFilter filter, Func<BatchLedger, IReadOnlyList<int>, DateTimeOffset, BatchLedger> change)
    {
        var delivery = await DeliveryAsync();
        var count = 0;
        var written = await delivery.CommitAsync((current, now) =>
        {
            // What the filter means is decided on the ledger that is written, not on the one that was read before.
            var indexes = Matching(current, filter);
            count = indexes.Count;
            return count == 0 ? current : change(current, indexes, now);
        });
        return written ? new BatchChange(count, delivery.Report()) : null;
    }

    private List<int> Matching(BatchLedger current, DeadLetterFilter filter)
    {
        var status = filter.InDoubt ? RecipientStatus.InDoubt : RecipientStatus.Dead;
        var wanted = filter.Email is { } email ? AddressRules.Key(email) : null;
        return [.. current.Recipients.Index()
            .Where(pair => pair.Item.Status == status
                && (filter.Reason is not { } reason || pair.Item.Reason == reason)
                && (wanted is null || IsAt(pair.Index, pair.Item, wanted)))
            .Select(static pair => pair.Index)];
    }

    private bool IsAt(int index, RecipientEntry entry, string key)
        => AddressRules.Key(entry.Address ?? recipients.State.Address(index)) == key || AddressRules.Key(recipients.State.Address(index)) == key;

    private RecipientView View(int index, RecipientEntry entry, bool withValues) => new()
    {
        Email = entry.Address ?? recipients.State.Address(index),
        Line = recipients.State.Lines[index],
        Status = entry.Status,
        Attempts = entry.Attempts,
        Reason = entry.Reason,
        Reply = entry.Reply,
        ProviderMessageId = entry.ProviderMessageId,
        Account = entry.Account,
        At = entry.At,
        DueAt = entry.DueAt,
        Generation = entry.Generation,
        OpenDoubts = entry.Doubts.Length,
        DoubtsEver = entry.DoubtsEver,
        Values = withValues ? recipients.State.Contact(index).Values : [],
    };

    private static (IReadOnlyList<(int Index, string Problem)> Failures, IReadOnlyList<KeyValuePair<string, int>> EmptyVariables) RenderAll(
        CompiledTemplate template, BatchContent content)
    {
        var failures = new List<(int, string)>();
        var empty = new Dictionary<string, int>();
        foreach (var (index, recipient) in content.Recipients.Index())
        {
            var fit = template.Check(recipient.Values, recipient.Address);
            if (fit.Failure is { } failure)
            {
                failures.Add((index, $"{failure.File}: {failure.Problem}"));
            }

            foreach (var variable in fit.EmptyVariables)
            {
                empty[variable] = empty.GetValueOrDefault(variable) + 1;
            }
        }

        return (failures, [.. empty.OrderBy(static pair => pair.Key, StringComparer.Ordinal)]);
    }
}
