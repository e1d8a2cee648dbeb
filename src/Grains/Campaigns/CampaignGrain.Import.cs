using EmailCampaign.Batches;
using EmailCampaign.Hosting;
using EmailCampaign.Mail.Addresses;
using EmailCampaign.Rejects;

namespace EmailCampaign.Campaigns;

internal sealed partial class CampaignGrain
{
    private const int ImportPart = 128 * 1024;

    private const int ImportBite = 16 * 1024;

    // Batches that are being stored at a time; they are begun in the order of the file.
    private const int StoresAtOnce = 16;

    private static readonly TimeSpan ImportSilence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstStoreDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestStoreDelay = TimeSpan.FromSeconds(1.6);

    private ContactImport? _import;
    private bool _takesChunk;
    private DateTimeOffset _lastImportAt;

    public Task<ImportProgress> GetImportProgressAsync() => Task.FromResult(Progress());

    public async Task<ImportProgress> ImportAsync(ImportChunk chunk)
    {
        if (!Exists || State.Phase != CampaignPhase.Importing)
        {
            return Progress();
        }

        _lastImportAt = Now;
        StartWork();
        _import ??= await ResumeImportAsync();
        if (chunk.Offset != _import.NextOffset)
        {
            return Progress();
        }

        var (stored, before) = (Task.CompletedTask, Task.CompletedTask);
        var storing = new List<Task<BatchStored>>();
        _takesChunk = true;
        try
        {
            // A part is read while the two before it are stored, on the other processors.
            var isOver = false;
            for (var start = 0; !isOver;)
            {
                var part = chunk.Data.Slice(start, Math.Min(ImportPart, chunk.Data.Length - start));
                start += part.Length;
                var isLast = chunk.Last && start == chunk.Data.Length;
                var step = await ReadAsync(_import, part, isLast);
                var batches = new List<Task<BatchStored>>(step.Batches.Count);
                foreach (var batch in step.Batches)
                {
                    await RoomAsync(storing);
                    batches.Add(StoreAsync(batch));
                    storing.Add(batches[^1]);
                }

                await before;
                (before, stored) = (stored, StoreAsync(step, batches, stored, isLast));
                isOver = step.Problem is not null || start == chunk.Data.Length;
            }

            await stored;
        }
        catch
        {
            // What is stored is stored; the next activation goes on from the cursor.
            await Task.WhenAll([stored, .. storing]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            EndImport();
            DeactivateOnIdle();
            throw;
        }
        finally
        {
            _takesChunk = false;
        }

        return Progress();
    }

    // In turns of half a millisecond: batches that are being stored ask this grain in between whose they are.
    private static async Task<ImportStep> ReadAsync(ContactImport import, ReadOnlyMemory<byte> part, bool last)
    {
        ImportStep? read = null;
        for (var start = 0; ;)
        {
            var bite = part.Slice(start, Math.Min(ImportBite, part.Length - start));
            start += bite.Length;
            var step = import.Push(bite.Span, last && start == part.Length);
            read = read?.Then(step) ?? step;
            if (start == part.Length || read.Problem is not null)
            {
                return read;
            }

            await Task.Yield();
        }
    }

    private ImportProgress Progress() => !Exists
        ? new ImportProgress { NextOffset = 0, Refusal = CommandRefusal.NotFound }
        : new ImportProgress
        {
            NextOffset = _import?.NextOffset ?? State.Cursor.Offset,
            Finished = State.Imported,
            Problem = State.ImportProblem,
            Rows = _import?.Rows ?? State.Rows,
            Refusal = State is { Phase: CampaignPhase.Cancelled or CampaignPhase.Deleting, Imported: false } ? CommandRefusal.Finished : CommandRefusal.None,
        };

    // The addresses before the cursor are asked back from the batches, so that duplicates are found over the whole file.
    private async Task<ContactImport> ResumeImportAsync()
    {
        var seen = new AddressIndex();
        try
        {
            foreach (var group in Enumerable.Range(0, State.Cursor.Batches).Chunk(16))
            {
                foreach (var known in await Task.WhenAll(group.Select(batch => Batch(batch).GetFingerprintsAsync())))
                {
                    for (var index = 0; index < known.Lines.Length; index++)
                    {
                        seen.Add(known.Fingerprints.AsSpan(index * AddressIndex.FingerprintSize, AddressIndex.FingerprintSize), known.Lines[index]);
                    }
                }
            }
        }
        catch
        {
            seen.Dispose();
            throw;
        }

        return new ContactImport(Definition.Contacts, State.Cursor, seen, services.Options.BatchSize);
    }

    // Behind a batch that could not be stored none is begun.
    private static async Task RoomAsync(List<Task<BatchStored>> storing)
    {
        while (true)
        {
            if (storing.Find(static one => one.IsCompleted && !one.IsCompletedSuccessfully) is { } failed)
            {
                await failed;
            }

            storing.RemoveAll(static one => one.IsCompleted);
            if (storing.Count < StoresAtOnce)
            {
                return;
            }

            await Task.WhenAny(storing);
        }
    }

    // Batches may be stored ahead of the cursor, which is safe to repeat; the cursor passes the parts in the order of the file.
    private async Task StoreAsync(ImportStep step, List<Task<BatchStored>> batches, Task before, bool last)
    {
        var results = Task.WhenAll(batches);
        await Task.WhenAll(before, results);
        await StoreRejectsAsync(step);
        foreach (var (batch, result) in step.Batches.Zip(await results))
        {
            if (result is not { Same: true, Report: { } report })
            {
                throw new InvalidOperationException($"Batch {batch.Index} of campaign '{_key.Id}' holds other recipients than the file.");
            }

            _window.Add(BatchSummary.From(report), Now);
            AddEmptyVariables(result.EmptyVariables);
        }

        if (step.Cursor is { } cursor)
        {
            services.Metrics.OnImported(
                cursor.Rows.Accepted - State.Cursor.Rows.Accepted,
                cursor.Rows.Rejected - State.Cursor.Rows.Rejected,
                cursor.Rows.Duplicates - State.Cursor.Rows.Duplicates);
        }

        var next = State with { Cursor = step.Cursor ?? State.Cursor, Rows = step.Cursor?.Rows ?? State.Rows };
        if (step.Problem is { } problem)
        {
            await FinishImportAsync(next.StopImport(problem) with { Rows = _import!.Rows });
        }
        else if (last)
        {
            await FinishImportAsync(next.CompleteImport(Definition.ScheduledAt, Now));
        }
        else if (next.Cursor != State.Cursor)
        {
            await SaveAsync(next);
        }
    }

    // Safe to repeat: a database that is out of connections, or away for a moment, does not cost the whole piece.
    private async Task<BatchStored> StoreAsync(ImportedBatch batch)
    {
        var content = batch.Content with { CreatedAt = plan.State.CreatedAt };
        for (var delay = FirstStoreDelay; ; delay *= 2)
        {
            try
            {
                // Stored on this silo: callers find a grain where they met it last, and on another silo that would decide where it is sent from.
                return await PlacementHint.CallAsync(services.Self, () => Batch(batch.Index).StoreAsync(content));
            }
            catch (Exception error) when (delay <= LongestStoreDelay)
            {
                logger.BatchNotStored(_key.Id, batch.Index, error);
            }

            await Task.Delay(delay, services.Clock);
        }
    }

    private void EndImport()
    {
        _import?.Dispose();
        _import = null;
    }

    private async Task FinishImportAsync(CampaignState next)
    {
        await SaveAsync(next);
        EndImport();
        logger.CampaignPhaseChanged(_key.Id, State.Phase, State.PauseReason);
        StartWork();
    }

    private async Task StoreRejectsAsync(ImportStep step)
    {
        var number = step.FirstReject;
        for (var done = 0; done < step.Rejects.Count;)
        {
            var place = number % RejectPageKey.PageSize;
            var rows = step.Rejects.Skip(done).Take(RejectPageKey.PageSize - place).ToArray();
            await RejectPage(number / RejectPageKey.PageSize).PutAsync(place, rows);
            done += rows.Length;
            number += rows.Length;
        }
    }

    private void AddEmptyVariables(IReadOnlyList<KeyValuePair<string, int>> added)
    {
        if (added.Count == 0)
        {
            return;
        }

        var sums = State.EmptyVariables.ToDictionary();
        foreach (var (variable, rows) in added)
        {
            sums[variable] = sums.GetValueOrDefault(variable) + rows;
        }

        campaign.State = State with { EmptyVariables = [.. sums.OrderBy(static pair => pair.Key, StringComparer.Ordinal)] };
    }
}
