using System.Security.Cryptography;
using EmailCampaign.Batches;
using EmailCampaign.Directory;
using EmailCampaign.Hosting;
using EmailCampaign.Mail.Addresses;
using EmailCampaign.Rejects;

namespace EmailCampaign.Campaigns;

/// <summary>
/// One campaign: its plan, its import, its window of batches at work, and its commands. What became of a recipient is the batch's
/// to know; the numbers here are a cache of the batches' own.
/// </summary>
/// <remarks>
/// This file has the commands, <c>CampaignGrain.Import.cs</c> the import, <c>CampaignGrain.Run.cs</c> the regular work,
/// <c>CampaignGrain.Watch.cs</c> what watchers are told, <c>CampaignGrain.Delete.cs</c> the end of it all. Only commands
/// and the timer write the row; reports of batches merely change the cache, and hurry the timer.
/// </remarks>
[GrainType("campaign")] // part of reminders and addresses: never change
internal sealed partial class CampaignGrain(
    [PersistentState("campaign-plan", StorageNames.Default)] IPersistentState<CampaignPlan> plan,
    [PersistentState("campaign", StorageNames.Default)] IPersistentState<CampaignState> campaign,
    CampaignServices services,
    ILogger<CampaignGrain> logger) : Grain, ICampaignGrain, ICampaignWorkGrain, IRemindable
{
    private CampaignKey _key;
    private CampaignWindow _window = null!;
    private bool _left; // what still runs beside the next activation says nothing any more

    private bool Exists => plan.State.Definition is not null;

    private CampaignDefinition Definition => plan.State.Definition!;

    private CampaignState State => campaign.State;

    private DateTimeOffset Now => services.Clock.GetUtcNow();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = CampaignKey.Parse(this.GetPrimaryKeyString());
        _rate = new SendRate(services.Clock);
        _window = new CampaignWindow(BatchSummaryCodec.Decode(State.Batches), Now);
        if (IsDeleting)
        {
            StartWork();
        }
        else if (Exists)
        {
            _recount = RecountAsync();
            ShowQueue();
            StartWork();
        }

        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        services.Work.Set(_key.Id, CampaignWork.None);
        _left = true;
        _import?.Dispose();
        services.Queues.Forget(_key.Id);
        if (Exists)
        {
            _trace.End(State.Phase, _window.Totals);
        }

        return Task.CompletedTask;
    }

    public async Task<CommandResult> CreateAsync(CampaignDefinition definition)
    {
        if (!CampaignKey.IsValidId(definition.Id) || definition.Id != _key.Id)
        {
            return CommandResult.Refused(CommandRefusal.Invalid, $"'{definition.Id}' is not a campaign id: use [a-z0-9][a-z0-9-]{{0,63}}.");
        }

        if (definition.Provider.Length == 0)
        {
            definition = definition with { Provider = services.Options.MailProvider };
        }

        if (IsDeleting)
        {
            return Refuse(CommandRefusal.Deleting);
        }

        if (Exists)
        {
            return State.Phase == CampaignPhase.Importing && IsSame(definition)
                ? CommandResult.Done
                : CommandResult.Refused(CommandRefusal.IdTaken, $"There is a campaign '{_key.Id}' already; choose another --id.");
        }

        if (services.Providers.Legs(definition.Provider).Count == 0 || services.Providers.Problem(definition.Provider) is not null)
        {
            return CommandResult.Refused(
                CommandRefusal.ProviderUnavailable,
                services.Providers.Problem(definition.Provider)
                    ?? $"There is no provider '{definition.Provider}'; there are: {string.Join(", ", services.Providers.Names)}.");
        }

        var created = new CampaignPlan { Definition = definition, SigningKey = RandomNumberGenerator.GetBytes(32), CreatedAt = Now };
        if (CampaignContent.Compile(created) is { Content: null, Problems: var problems })
        {
            return CommandResult.Refused(CommandRefusal.Invalid, string.Join(Environment.NewLine, problems));
        }

        if (await Registry.RegisterAsync(Entry(created), definition.Again) is { } other)
        {
            var unfinished = (await Registry.GetOpenAsync()).Contains(other);
            return CommandResult.Refused(
                CommandRefusal.LaunchedBefore,
                $"The same contacts, template and sender were launched as '{other}', which is {(unfinished ? $"not finished; use `resume {other}`, or" : "finished; use")} "
                    + "--again to send them once more.");
        }

        await SaveAsync(new CampaignState { RatePerSecond = definition.RatePerSecond });
        plan.State = created;
        try
        {
            await plan.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }

        if (definition.Guarantee == DeliveryGuarantee.AtMostOnce)
        {
            services.RequirePowerLossDurability();
        }

        logger.CampaignCreated(_key.Id);
        return CommandResult.Done;
    }

    public async Task<CommandResult> PauseAsync() => await CommandAsync(static (state, _) => state.Pause());

    public async Task<CommandResult> ResumeAsync() => await CommandAsync((state, now) => state.Resume(Definition.ScheduledAt, now));

    public async Task<CommandResult> CancelAsync() => await CommandAsync(static (state, now) => state.Cancel(now));

    public async Task<DeadLetterResult> ReplayAsync(ReplayRequest request)
    {
        if (!Exists)
        {
            return new DeadLetterResult(NotFound(), 0);
        }

        string? corrected = null;
        if (request.CorrectedAddress is { } address)
        {
            if (await CheckCorrectionAsync(request.Filter, address) is { IsDone: false } refused)
            {
                return new DeadLetterResult(refused, 0);
            }

            corrected = AddressRules.Check(address).Address;
        }

        var (next, refusal) = State.Replay(request.RatePerSecond, Now);
        if (refusal != CommandRefusal.None)
        {
            return new DeadLetterResult(Refuse(refusal), 0);
        }

        // Found by a silo that starts, and running, before any recipient changes: killed in between, it merely completes again.
        var targets = Targets(request.Filter);
        if (targets.Count > 0)
        {
            await Registry.OpenAsync(_key.Id);
            targets.ForEach(batch => _window.Reopen(batch, Now));
            await SaveAsync(next with { StartedMark = Math.Max(next.StartedMark, targets.Max() + 1) });
        }

        var count = await ChangeAsync(targets, batch => batch.ReplayAsync(request.Filter, corrected));
        await SaveAsync(State);
        StartWork();
        return new DeadLetterResult(CommandResult.Done, count);
    }

    public async Task<DeadLetterResult> DiscardAsync(DeadLetterFilter filter)
    {
        if (!Exists)
        {
            return new DeadLetterResult(NotFound(), 0);
        }

        if (IsDeleting)
        {
            return new DeadLetterResult(Refuse(CommandRefusal.Deleting), 0);
        }

        var count = await ChangeAsync(Targets(filter), batch => batch.DiscardAsync(filter));
        await SaveAsync(State);
        return new DeadLetterResult(CommandResult.Done, count);
    }

    public async Task<CampaignStatus?> GetStatusAsync()
    {
        if (!Exists)
        {
            return null;
        }

        // After a loss the batches are asked again; their answers are worth a moment.
        await RecountedAsync().ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return Exists ? Status() : null;
    }

    public Task<ContactFile?> GetContactsAsync() => Task.FromResult(plan.State.Definition?.Contacts);

    public Task<CampaignPlan?> GetPlanAsync() => Task.FromResult(Exists ? plan.State : null);

    public Task<DateTimeOffset?> GetCreatedAtAsync() => Task.FromResult(Exists ? plan.State.CreatedAt : (DateTimeOffset?)null);

    private ICampaignRegistryGrain Registry => GrainFactory.Find<ICampaignRegistryGrain>(ICampaignDirectoryGrain.Key);

    private IBatchWorkGrain Batch(int index) => GrainFactory.Find<IBatchWorkGrain>(new BatchKey(_key.Id, index).ToString());

    private IRejectWorkGrain RejectPage(int page) => GrainFactory.Find<IRejectWorkGrain>(new RejectPageKey(_key.Id, page).ToString());

    private static DirectoryEntry Entry(CampaignPlan plan) => new(plan.Definition!.Id, plan.Definition.Name, plan.CreatedAt, plan.Definition.Fingerprint);

    private CommandResult NotFound() => CommandResult.Refused(CommandRefusal.NotFound, $"There is no campaign '{_key.Id}'; see `list`.");

    private CommandResult Refuse(CommandRefusal refusal) => CommandResult.Refused(refusal, refusal switch
    {
        CommandRefusal.NotImported => State.ImportProblem
            ?? $"Campaign '{_key.Id}' has not been imported to the end; use `resume {_key.Id} {Definition.Contacts.Name}`.",
        CommandRefusal.Deleting => $"Campaign '{_key.Id}' is being deleted.",
        CommandRefusal.NotFinished when State.IsFinished
            => $"Mails of campaign '{_key.Id}' are still on the wire; `status {_key.Id}` says when they are settled and it can be deleted.",
        CommandRefusal.NotFinished => $"Campaign '{_key.Id}' is not finished, so it cannot be deleted; `cancel {_key.Id}` gives it up.",
        CommandRefusal.Finished => $"Campaign '{_key.Id}' is {(State.Phase == CampaignPhase.Completed ? "completed" : "cancelled")}.",
        _ => refusal.ToString(),
    });

    private CampaignStatus Status() => new()
    {
        Id = _key.Id,
        Name = Definition.Name,
        Phase = State.Phase,
        Guarantee = Definition.Guarantee,
        Provider = Definition.Provider,
        Rows = _import?.Rows ?? State.Rows,
        Recipients = Counts(),
        RatePerSecond = State.Phase == CampaignPhase.Sending ? _rate.PerSecond : 0,
        CreatedAt = plan.State.CreatedAt,
        StartedAt = State.StartedAt,
        FinishedAt = State.FinishedAt,
        ScheduledAt = Definition.ScheduledAt,
        PauseReason = State.PauseReason,
        Reason = State.Reason,
        ResumeAt = State.ResumeAt,
        Notices = State.Phase switch
        {
            CampaignPhase.Sending => [.. _notices.Values.Distinct().Order(StringComparer.Ordinal)],
            CampaignPhase.Deleting when _deletionTrouble is { } trouble => [trouble],
            _ => [],
        },
        EmptyVariables = State.EmptyVariables,
        BatchCount = _window.Count,
        NextDueAt = _window.NextDueAt,
        SiloSends = services.Role.Sends,
        DeletedBatches = Math.Min(State.DeletedBatches, _window.Count),
    };

    // A cancelled campaign's (or a deleted one's) unsent recipients are shown as cancelled, but for those whose earlier mail may have arrived.
    private RecipientCounts Counts()
    {
        var totals = _window.Totals;
        if (State.Phase is not (CampaignPhase.Cancelled or CampaignPhase.Deleting))
        {
            return totals;
        }

        return totals with
        {
            Pending = 0,
            Waiting = 0,
            InDoubt = totals.InDoubt + _window.UnfinishedInDoubt,
            Cancelled = totals.Pending + totals.Waiting - _window.UnfinishedInDoubt,
        };
    }

    // Whatever differs would be lost without a word. The fingerprint stands for the template and the bytes of the file; lists are compared one by one.
    private bool IsSame(CampaignDefinition other)
        => other == Definition with
        {
            Headers = other.Headers,
            Settings = other.Settings,
            Template = other.Template,
            Contacts = other.Contacts,
            Again = other.Again,
        }
        && other.Headers.SequenceEqual(Definition.Headers)
        && other.Settings.SequenceEqual(Definition.Settings)
        && other.Contacts.EmailColumn == Definition.Contacts.EmailColumn;

    private async Task<CommandResult> CommandAsync(Func<CampaignState, DateTimeOffset, Transition> command)
    {
        if (!Exists)
        {
            return NotFound();
        }

        // Claims of a process that is gone are known only after the recount: they are to be settled, whatever the command.
        await RecountedAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var (next, refusal) = command(State, Now);
        if (refusal != CommandRefusal.None)
        {
            return Refuse(refusal);
        }

        if (next != State)
        {
            await SaveAsync(next);
            logger.CampaignPhaseChanged(_key.Id, State.Phase, State.PauseReason);
        }

        StartWork();
        await CloseAsync();
        return CommandResult.Done;
    }

    private async Task<CommandResult> CheckCorrectionAsync(DeadLetterFilter filter, string address)
    {
        if (filter.Email is null)
        {
            return CommandResult.Refused(CommandRefusal.Invalid, "A corrected address needs the recipient it is for: name it by --email.");
        }

        if (AddressRules.Check(address) is not { Address: { } valid })
        {
            return CommandResult.Refused(CommandRefusal.Invalid, $"'{address}' is not an address: {AddressRules.Check(address).Problem!.Value.Describe()}.");
        }

        var wanted = AddressRules.Key(valid);
        if (wanted == AddressRules.Key(filter.Email))
        {
            return CommandResult.Done;
        }

        for (var batch = 0; batch < _window.Count; batch++)
        {
            var holders = await GrainFactory.Find<IBatchGrain>(new BatchKey(_key.Id, batch).ToString())
                .GetRecipientsAsync(new RecipientQuery { Email = valid });
            if (holders.FirstOrDefault(holder => AddressRules.Key(holder.Email) == wanted) is { } holder)
            {
                return CommandResult.Refused(CommandRefusal.Invalid, $"{valid} is a recipient of this campaign already (line {holder.Line}).");
            }
        }

        return CommandResult.Done;
    }

    private List<int> Targets(DeadLetterFilter filter) => [.. _window.Summaries.Index()
        .Where(pair => filter.InDoubt ? pair.Item.Counts.InDoubt > 0 : pair.Item.Counts.Dead > 0)
        .Select(static pair => pair.Index)];

    private async Task<int> ChangeAsync(List<int> targets, Func<IBatchWorkGrain, Task<BatchChange?>> change)
    {
        var count = 0;
        foreach (var group in targets.Chunk(16))
        {
            foreach (var result in await Task.WhenAll(group.Select(batch => UntilWrittenAsync(batch, change))))
            {
                count += result.Recipients;
                _window.Update(result.Report, Now);
            }
        }

        return count;
    }

    // A batch that lost its row answers "try again": its next activation has it.
    private async Task<BatchChange> UntilWrittenAsync(int batch, Func<IBatchWorkGrain, Task<BatchChange?>> change)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await change(Batch(batch)) is { } result)
            {
                return result;
            }

            if (attempt == 5)
            {
                throw new InvalidOperationException($"Batch {batch} of campaign '{_key.Id}' could not be changed; try again.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), services.Clock);
        }
    }

    // Nothing outside storage hangs on this state, so after a failed write the next call may simply reload the truth. An import sees to that itself:
    // batches that it is storing still ask this activation, which would no longer answer.
    private async Task SaveAsync(CampaignState next)
    {
        var before = State.Phase;
        campaign.State = next with { Batches = BatchSummaryCodec.Encode(_window.Summaries) };
        _dirtySince = null;
        try
        {
            await campaign.WriteStateAsync();
        }
        catch when (!_takesChunk)
        {
            DeactivateOnIdle();
            throw;
        }

        if (next.Phase == CampaignPhase.Paused && before != CampaignPhase.Paused)
        {
            services.Metrics.OnPaused(next.PauseReason);
        }

        ShowQueue();
    }
}
