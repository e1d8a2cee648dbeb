using EmailCampaign.Hosting;

namespace EmailCampaign.Rejects;

/// <summary>Rows of the file that were not accepted: line, reason and raw row.</summary>
[GrainType("rejects")]
internal sealed class RejectPageGrain(
    [PersistentState("rejects", StorageNames.Default)] IPersistentState<RejectPageState> page) : Grain, IRejectPageGrain, IRejectWorkGrain
{
    public Task<IReadOnlyList<RejectedRow>> GetRowsAsync() => Task.FromResult(page.State.Rows);

    public async Task PutAsync(int place, IReadOnlyList<RejectedRow> rows)
    {
        page.State = new RejectPageState { Rows = [.. page.State.Rows.Take(place), .. rows] };
        try
        {
            await page.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }

        if (page.State.Rows.Count >= RejectPageKey.PageSize)
        {
            DeactivateOnIdle();
        }
    }

    public async Task<bool> DeleteAsync()
    {
        var existed = page.RecordExists;
        try
        {
            if (existed)
            {
                await page.ClearStateAsync();
            }
        }
        finally
        {
            DeactivateOnIdle();
        }

        return existed;
    }
}
