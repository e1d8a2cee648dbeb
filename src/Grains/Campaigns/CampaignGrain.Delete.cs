using EmailCampaign.Mail.Sending;
using EmailCampaign.Rejects;

namespace EmailCampaign.Campaigns;

internal sealed partial class CampaignGrain
{
    // As many as the import stores at once, in order: of what it left behind the last known batch, no more than these are missing in a row.
    private const int RowsPerStep = StoresAtOnce;

    private bool _batchesGone;
    private bool _rejectsGone;
    private int _emptySteps;
    private bool _stale;
    private string? _deletionTrouble;

    // The plan goes before the campaign's own row does: towards the end this row alone says what is going on.
    private bool IsDeleting => State.Phase == CampaignPhase.Deleting;

    public async Task<CommandResult> DeleteAsync()
    {
        if (!Exists && !IsDeleting)
        {
            await FinishDeletionAsync(); // a launch may have broken off before there was a campaign
            return NotFound();
        }

        await RecountedAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var (next, refusal) = State.Delete(settled: _window.Totals.Claimed == 0 && _window.Active.Count == 0);
        if (refusal != CommandRefusal.None)
        {
            return Refuse(refusal);
        }

        if (next != State)
        {
            // Found by a silo that starts before anything is gone; one that was not begun after all is merely closed again.
            await Registry.BeginDeletionAsync(_key.Id);
            await SaveAsync(next);
            EndImport();
            logger.CampaignPhaseChanged(_key.Id, State.Phase, State.PauseReason);
        }

        StartWork();
        return CommandResult.Done;
    }

    public async Task<int> RemoveStraysAsync(StrayRows strays)
    {
        if (!Exists && !IsDeleting)
        {
            await ReloadAsync(); // what this activation knows may be old: the rows decide
        }

        if (Exists && !IsDeleting)
        {
            await Registry.RegisterAsync(Entry(plan.State), again: true);
        }

        if (Exists || IsDeleting)
        {
            StartWork();
            await CloseAsync();
            return 0;
        }

        var gone = 0;
        foreach (var group in strays.Batches.Chunk(RowsPerStep))
        {
            gone += (await Task.WhenAll(group.Select(batch => Batch(batch).DeleteAsync()))).Count(static there => there);
        }

        foreach (var group in strays.RejectPages.Chunk(RowsPerStep))
        {
            gone += (await Task.WhenAll(group.Select(page => RejectPage(page).DeleteAsync()))).Count(static there => there);
        }

        await FinishDeletionAsync();
        return gone;
    }

    /// <summary>
    /// One step of the deletion: a few batches, then a few pages of rejected rows, and at last the campaign itself. The cursor is saved after
    /// each step, and every step may be repeated; the directory's entry goes last, so that nothing is left that cannot be found.
    /// </summary>
    private async Task DeleteStepAsync()
    {
        try
        {
            if (_stale)
            {
                await ReloadAsync();
            }

            await (!Exists ? FinishDeletionAsync() : !_batchesGone ? DeleteBatchesAsync() : !_rejectsGone ? DeleteRejectsAsync() : FinishDeletionAsync());
            _deletionTrouble = null;
            Hurry();
        }
        catch (Exception error)
        {
            // Whether the step was carried out is for the rows to say; the next tick reads them and goes on.
            _stale = true;
            _deletionTrouble = $"The deletion does not get ahead, and is tried again: {error.Message}";
            throw;
        }
    }

    private async Task DeleteBatchesAsync()
    {
        await KeepReminderAsync();
        var last = State.Imported ? Math.Min(State.DeletedBatches + RowsPerStep, _window.Count) : State.DeletedBatches + RowsPerStep;
        var found = await Task.WhenAll(Enumerable.Range(State.DeletedBatches, last - State.DeletedBatches).Select(batch => Batch(batch).DeleteAsync()));
        _batchesGone = IsEnd(last, _window.Count, found);
        await SaveCursorAsync(State with { DeletedBatches = last });
    }

    private async Task DeleteRejectsAsync()
    {
        var known = (State.Rows.Rejected + State.Rows.Duplicates + RejectPageKey.PageSize - 1) / RejectPageKey.PageSize;
        var last = State.Imported ? Math.Min(State.DeletedRejectPages + RowsPerStep, known) : State.DeletedRejectPages + RowsPerStep;
        var found = await Task.WhenAll(Enumerable.Range(State.DeletedRejectPages, last - State.DeletedRejectPages)
            .Select(page => RejectPage(page).DeleteAsync()));
        _rejectsGone = IsEnd(last, known, found);
        await SaveCursorAsync(State with { DeletedRejectPages = last });
    }

    // An import that was cut off may have stored more than its cursor knows, without a gap as long as a step. A step that finds nothing there
    // may have been carried out before, without its cursor having been saved; two in a row are the end.
    private bool IsEnd(int done, int known, bool[] found)
    {
        if (done < known)
        {
            return false;
        }

        _emptySteps = Array.TrueForAll(found, static there => !there) ? _emptySteps + 1 : 0;
        if (!State.Imported && _emptySteps < 2)
        {
            return false;
        }

        _emptySteps = 0;
        return true;
    }

    private async Task FinishDeletionAsync()
    {
        if (Exists)
        {
            if (services.Providers.Problem(Definition.Provider) is null)
            {
                foreach (var account in services.Providers.Legs(Definition.Provider).Select(leg => services.Providers.Find(leg.Account)).OfType<IMailProvider>())
                {
                    await account.ForgetAsync(_key.Id, CancellationToken.None);
                }
            }

            await RemoveReminderAsync();
            await services.ForgetRemindersAsync(this.GetGrainId());
            await plan.ClearStateAsync();
        }

        if (campaign.RecordExists)
        {
            await campaign.ClearStateAsync();
            logger.CampaignDeleted(_key.Id);
        }

        await Registry.ForgetAsync(_key.Id);
        DeactivateOnIdle();
    }

    private async Task SaveCursorAsync(CampaignState next)
    {
        campaign.State = next;
        await campaign.WriteStateAsync();
    }

    private async Task ReloadAsync()
    {
        await plan.ReadStateAsync();
        await campaign.ReadStateAsync();
        _window = new CampaignWindow(BatchSummaryCodec.Decode(State.Batches), Now);
        _stale = false;
    }
}
