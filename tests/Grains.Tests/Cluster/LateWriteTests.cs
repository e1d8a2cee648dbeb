using System.Text;
using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Directory;
using static EmailCampaign.Grains.Tests.Cluster.CampaignCluster;

namespace EmailCampaign.Grains.Tests.Cluster;

/// <summary>Writes for a deleted campaign that land only after its deletion, as those of a silo that hung.</summary>
public sealed class LateWriteTests
{
    private const string Id = "ghost";

    private static readonly string Csv = CampaignCluster.Contacts(10) + "nobody,x\n";

    [Theory]
    [InlineData("batch-recipients", "batch-recipients b-ghost/0")]
    [InlineData("batch-ledger", "batch-ledger b-ghost/0")]
    [InlineData("rejects", "rejects r-ghost/0")]
    public async Task Delete_AFirstWriteOfTheImportLandsAfterIt_IsFoundAndRemoved(string state, string row)
    {
        var storage = new ScriptedStorage();
        await using (var first = await StartAsync(storage: storage))
        {
            await ImportInVainAsync(first, state);
            await DeleteAsync(first);
            Assert.Equal(1, storage.LandLateWrites());
            Assert.Equal([row, "directory d-all"], storage.Rows.OrderBy(static known => known == "directory d-all"));
        }

        await using var next = await StartAsync(storage: storage);

        await GoneAsync(storage);
    }

    [Fact]
    public async Task Delete_TheCampaignsOwnRowLandsAfterIt_IsFoundAndRemoved()
    {
        var storage = new ScriptedStorage();
        await using (var first = await StartAsync(storage: storage))
        {
            HoldBack(storage, "campaign");
            await Assert.ThrowsAnyAsync<Exception>(() => first.Campaign(Id).CreateAsync(Definition(Id)));
            storage.OnWrite = static (_, _) => StorageFault.None;
            Assert.Equal(CommandRefusal.NotFound, (await first.Campaign(Id).DeleteAsync()).Refusal);
            await GoneAsync(storage);
            Assert.Equal(1, storage.LandLateWrites());
        }

        await using var next = await StartAsync(storage: storage);

        await GoneAsync(storage);
    }

    [Fact]
    public async Task Delete_TheCampaignsPlanLandsAfterIt_IsListedAndCanBeDeleted()
    {
        var storage = new ScriptedStorage();
        await using (var first = await StartAsync(storage: storage))
        {
            HoldBack(storage, "campaign-plan");
            await Assert.ThrowsAnyAsync<Exception>(() => first.Campaign(Id).CreateAsync(Definition(Id)));
            storage.OnWrite = static (_, _) => StorageFault.None;
            Assert.Equal(CommandRefusal.NotFound, (await first.Campaign(Id).DeleteAsync()).Refusal);
            await GoneAsync(storage);
            Assert.Equal(1, storage.LandLateWrites());
        }

        await using var next = await StartAsync(storage: storage);

        await UntilAsync(() => storage.Rows.Contains("directory-page d-0"), () => string.Join(", ", storage.Rows));
        var directory = next.Silos.Client.GetGrain<ICampaignDirectoryGrain>(ICampaignDirectoryGrain.Key);
        Assert.Equal([Id], (await directory.GetPageAsync(0, 10)).Select(static entry => entry.Id));
        await next.Campaign(Id).CancelAsync();
        Assert.True((await next.Campaign(Id).DeleteAsync()).IsDone);
        await GoneAsync(storage);
    }

    [Theory]
    [InlineData("batch-recipients")]
    [InlineData("batch-ledger")]
    [InlineData("rejects")]
    public async Task Launch_AWriteOfTheDeletedCampaignWithThisIdLandsBeforeTheImport_SendsToTheNewContactsOnly(string state)
    {
        await using var cluster = await StartAsync();
        await ImportInVainAsync(cluster, state);
        await DeleteAsync(cluster);
        var campaign = cluster.Campaign(Id);
        Assert.True((await campaign.CreateAsync(Definition(Id))).IsDone);
        Assert.Equal(1, cluster.Storage.LandLateWrites());

        var imported = await campaign.ImportAsync(new ImportChunk(0, Encoding.UTF8.GetBytes("email,name\nnew1@example.com,One\nnew2@example.com,Two\nsomebody,y\n"), Last: true));

        Assert.True(imported.Finished, imported.Problem);
        await SentAsync(campaign, 2);
        Assert.Equal(["new1@example.com", "new2@example.com"], (await cluster.RecipientsAsync(Id)).Select(static recipient => recipient.Email));
        Assert.Equal(2, cluster.Provider.Attempts.Count);
        await UntilAsync(campaign, static status => status.Phase == CampaignPhase.Completed);
        await DeleteAsync(cluster);
    }

    [Fact]
    public async Task RecordLate_AnAcceptanceOfTheDeletedCampaignWithThisId_DoesNotCount()
    {
        await using var cluster = await StartAsync();
        await cluster.LaunchAsync(Definition(Id, at: TimeProvider.System.GetUtcNow().AddHours(1)), 2);
        var grains = cluster.Service<IGrainFactory>();
        var batch = grains.GetGrain<IBatchWorkGrain>(new BatchKey(Id, 0).ToString());
        var createdAt = await grains.GetGrain<ICampaignWorkGrain>(new CampaignKey(Id).ToString()).GetCreatedAtAsync();

        Assert.True(await batch.RecordLateAsync(1, [new DeliveryOutcome(0, 0, DeliveryKind.Accepted, CreatedAt: createdAt!.Value.AddDays(-1))]));
        Assert.True(await batch.RecordLateAsync(2, [new DeliveryOutcome(1, 0, DeliveryKind.Accepted, CreatedAt: createdAt)]));

        Assert.Equal(
            [RecipientStatus.Pending, RecipientStatus.Sent], (await cluster.RecipientsAsync(Id)).Select(static recipient => recipient.Status));
    }

    /// <summary>An import whose first write of this kind is neither carried out nor refused, so that it comes to nothing.</summary>
    private static async Task ImportInVainAsync(CampaignCluster cluster, string state)
    {
        var campaign = cluster.Campaign(Id);
        Assert.True((await campaign.CreateAsync(Definition(Id))).IsDone);
        HoldBack(cluster.Storage, state);
        await Assert.ThrowsAnyAsync<Exception>(() => campaign.ImportAsync(new ImportChunk(0, Encoding.UTF8.GetBytes(Csv), Last: true)));
        cluster.Storage.OnWrite = static (_, _) => StorageFault.None;
        await campaign.CancelAsync();
    }

    private static void HoldBack(ScriptedStorage storage, string state)
    {
        var held = 0;
        storage.OnWrite = (name, _) => name != state ? StorageFault.None
            : Interlocked.Increment(ref held) == 1 ? StorageFault.LandsLate : StorageFault.FailsBefore;
    }

    private static async Task DeleteAsync(CampaignCluster cluster)
    {
        Assert.True((await cluster.Campaign(Id).DeleteAsync()).IsDone);
        await GoneAsync(cluster.Storage);
    }

    private static Task GoneAsync(ScriptedStorage storage)
        => UntilAsync(() => storage.Rows is ["directory d-all"], () => string.Join(", ", storage.Rows));
}
