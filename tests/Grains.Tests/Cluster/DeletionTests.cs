using System.Text;
using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Directory;
using EmailCampaign.Hosting;
using EmailCampaign.Mail.Sending;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static EmailCampaign.Grains.Tests.Cluster.CampaignCluster;

namespace EmailCampaign.Grains.Tests.Cluster;

public sealed class DeletionTests
{
    // 1,200 recipients in three batches, and 250 rejected rows on two pages.
    private const int Contacts = 1_200;
    private static readonly string Csv = CampaignCluster.Contacts(Contacts) + string.Concat(Enumerable.Range(0, 250).Select(static row => $"nobody{row},x\n"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Delete_ACompletedCampaign_LeavesNothingOnAnySilo(bool sends)
    {
        var storage = new ScriptedStorage();
        await using var launching = await StartAsync(storage: storage);
        await CompletedAsync(await launching.LaunchAsync(Definition("gone"), Csv));
        await using var other = sends ? null : await StartAsync(sends: false, storage: storage);
        var cluster = other ?? launching;

        Assert.True((await cluster.Campaign("gone").DeleteAsync()).IsDone);

        await GoneAsync(storage);
        await UntilAsync(() => cluster.Service<CampaignsInWork>().Deleting.Count == 0, static () => "still in work");
        Assert.Equal(["gone"], cluster.Provider.Forgotten);
        Assert.Null(await cluster.Campaign("gone").GetStatusAsync());
        Assert.Equal(CommandRefusal.NotFound, (await cluster.Campaign("gone").DeleteAsync()).Refusal);
        Assert.Empty(await cluster.Silos.Client.GetGrain<ICampaignDirectoryGrain>(ICampaignDirectoryGrain.Key).GetPageAsync(0, 10));
        Assert.Empty((await launching.Service<IReminderTable>().ReadRows(0, 0, TestContext.Current.CancellationToken)).Reminders);
    }

    [Fact]
    public async Task Delete_OneOfTwo_LeavesTheOther()
    {
        await using var cluster = await StartAsync();
        await CompletedAsync(await cluster.LaunchAsync(Definition("one"), 10));
        await CompletedAsync(await cluster.LaunchAsync(Definition("two"), 10));

        await cluster.Campaign("one").DeleteAsync();
        await UntilAsync(() => !cluster.Storage.Rows.Any(static row => row.Contains("one", StringComparison.Ordinal)), () => string.Join(", ", cluster.Storage.Rows));

        await SentAsync(cluster.Campaign("two"), 10);
        Assert.Equal(10, (await cluster.RecipientsAsync("two")).Count);
        var entries = await cluster.Silos.Client.GetGrain<ICampaignDirectoryGrain>(ICampaignDirectoryGrain.Key).GetPageAsync(0, 10);
        Assert.Equal(["two"], entries.Select(static entry => entry.Id));
    }

    [Fact]
    public async Task Delete_StillSending_IsRefusedAndNothingIsGone()
    {
        await using var cluster = await StartAsync();
        var gate = new SemaphoreSlim(0);
        cluster.Provider.Before = _ => gate.WaitAsync();
        var campaign = await cluster.LaunchAsync(Definition("busy"), 100);
        await UntilAsync(campaign, static status => status.Recipients.Claimed > 0);

        var sending = await campaign.DeleteAsync();
        await campaign.CancelAsync();
        var onTheWire = await campaign.DeleteAsync();

        Assert.Equal((CommandRefusal.NotFinished, CommandRefusal.NotFinished), (sending.Refusal, onTheWire.Refusal));
        Assert.Contains("cancel busy", sending.Message, StringComparison.Ordinal);
        Assert.Contains("on the wire", onTheWire.Message, StringComparison.Ordinal);
        gate.Release(1_000);
        await UntilAsync(campaign, static status => status.Recipients.Claimed == 0);
        Assert.Equal(100, (await cluster.RecipientsAsync("busy")).Count);
        await UntilDoneAsync(campaign.DeleteAsync);
        await GoneAsync(cluster.Storage);
    }

    [Fact]
    public async Task Delete_StorageAway_SaysSoRefusesOtherCommandsAndGoesOnByItself()
    {
        await using var cluster = await StartAsync();
        var campaign = await cluster.LaunchAsync(Definition("stuck"), Csv);
        await CompletedAsync(campaign);
        cluster.Storage.OnClear = static (_, _) => StorageFault.FailsBefore;

        Assert.True((await campaign.DeleteAsync()).IsDone);
        var status = await UntilAsync(campaign, static status => status.Notices.Count > 0);

        Assert.Equal((CampaignPhase.Deleting, Contacts), (status.Phase, status.Recipients.Sent));
        Assert.True((await campaign.DeleteAsync()).IsDone);
        Assert.Equal(CommandRefusal.Deleting, (await campaign.PauseAsync()).Refusal);
        Assert.Equal(CommandRefusal.Deleting, (await campaign.ResumeAsync()).Refusal);
        Assert.Equal(CommandRefusal.Deleting, (await campaign.CancelAsync()).Refusal);
        Assert.Equal(CommandRefusal.Deleting, (await campaign.CreateAsync(Definition("stuck"))).Refusal);
        Assert.Equal(CommandRefusal.Deleting, (await campaign.DiscardAsync(new DeadLetterFilter())).Command.Refusal);
        Assert.Equal(CommandRefusal.Deleting, (await campaign.ReplayAsync(new ReplayRequest { Filter = new DeadLetterFilter() })).Command.Refusal);
        await cluster.Service<IGrainFactory>().GetGrain<ICampaignWorkGrain>(new CampaignKey("stuck").ToString()).ReopenAsync(0);
        Assert.Equal(CampaignPhase.Deleting, (await campaign.GetStatusAsync())!.Phase);
        cluster.Storage.OnClear = static (_, _) => StorageFault.None;
        await GoneAsync(cluster.Storage);
    }

    [Fact]
    public async Task Delete_StorageFailsAtTimes_LeavesNothing()
    {
        await using var cluster = await StartAsync();
        var campaign = await cluster.LaunchAsync(Definition("flaky"), Csv);
        await CompletedAsync(campaign);
        var roll = new Random(5);
        StorageFault Fault()
        {
            lock (roll)
            {
                return roll.Next(6) switch { 0 => StorageFault.FailsBefore, 1 => StorageFault.FailsAfter, _ => StorageFault.None };
            }
        }

        cluster.Storage.OnWrite = (_, _) => Fault();
        cluster.Storage.OnClear = (_, _) => Fault();

        await UntilDoneAsync(campaign.DeleteAsync);
        await GoneAsync(cluster.Storage);
    }

    [Fact]
    public async Task Delete_ActivationsLostAgainAndAgain_LeavesNothing()
    {
        await using var cluster = await StartAsync(silos: 2, settings: ("BatchSize", "10"));
        var campaign = await cluster.LaunchAsync(Definition("restless"), Csv);
        await CompletedAsync(campaign);

        await campaign.DeleteAsync();
        for (var round = 0; round < 20; round++)
        {
            await cluster.Silos.DeactivateAsync(campaign);
            await Task.WhenAll(Enumerable.Range(round * 6, 6).Select(index => cluster.Silos.DeactivateAsync(cluster.Batch("restless", index))));
            await campaign.GetStatusAsync(); // whoever asks wakes it
        }

        await GoneAsync(cluster.Storage);
    }

    [Theory]
    [InlineData(0)] // nothing but the mark
    [InlineData(3)] // among the batches
    [InlineData(7)] // among the rejected rows
    [InlineData(8)] // the plan is still there
    [InlineData(9)] // the campaign's own row
    [InlineData(10)] // only the directory's entry
    public async Task Delete_CutOffAfterSoManyRows_TheNextSiloOfAnyKindGoesOn(int rows)
    {
        var storage = new ScriptedStorage();
        await using (var first = await StartAsync(storage: storage))
        {
            var campaign = await first.LaunchAsync(Definition("cut"), Csv);
            await CompletedAsync(campaign);
            var left = rows;
            storage.OnClear = (_, _) => Interlocked.Decrement(ref left) < 0 ? StorageFault.FailsBefore : StorageFault.None;
            storage.OnWrite = (_, _) => Volatile.Read(ref left) < 0 ? StorageFault.FailsBefore : StorageFault.None;
            Assert.True((await campaign.DeleteAsync()).IsDone);
            await UntilAsync(() => Volatile.Read(ref left) < 0, () => string.Join(", ", storage.Rows));
        }

        Assert.True(storage.Rows.Count > 1, string.Join(", ", storage.Rows));
        storage.OnClear = storage.OnWrite = static (_, _) => StorageFault.None;

        await using var next = await StartAsync(sends: false, storage: storage);

        await GoneAsync(storage);
    }

    [Fact]
    public async Task Delete_AnImportThatWasCutOff_FindsWhatItsCursorDoesNotKnow()
    {
        await using var cluster = await StartAsync(settings: ("BatchSize", "10"));
        var campaign = cluster.Campaign("half");
        Assert.True((await campaign.CreateAsync(Definition("half"))).IsDone);
        cluster.Storage.OnWrite = static (state, _) => state == "campaign" ? StorageFault.FailsBefore : StorageFault.None;
        await Assert.ThrowsAnyAsync<Exception>(() => campaign.ImportAsync(new ImportChunk(0, Encoding.UTF8.GetBytes(Csv), Last: false)));
        cluster.Storage.OnWrite = static (_, _) => StorageFault.None;
        Assert.Equal(0, (await campaign.GetStatusAsync())!.BatchCount);
        Assert.Contains("batch-ledger b-half/119", cluster.Storage.Rows);
        Assert.Contains("rejects r-half/1", cluster.Storage.Rows);
        await campaign.CancelAsync();

        // Lost after rows are gone and before the cursor says so: the step is empty when it is repeated.
        var left = 1;
        cluster.Storage.OnWrite = (state, _) => state == "campaign" && cluster.Storage.Rows.Count < 200 && Interlocked.Decrement(ref left) >= 0
            ? StorageFault.FailsBefore : StorageFault.None;
        await UntilDoneAsync(campaign.DeleteAsync);

        await GoneAsync(cluster.Storage);
        Assert.True(left < 0);
    }

    [Fact]
    public async Task Launch_TheIdOfADeletedCampaign_SendsTheNewTemplate()
    {
        await using var cluster = await StartAsync(silos: 2);
        await CompletedAsync(await cluster.LaunchAsync(Definition("again"), Contacts));
        await cluster.Campaign("again").DeleteAsync();
        await GoneAsync(cluster.Storage);

        var renewed = Definition("again") with { Template = new TemplateContent { Subject = "Goodbye {{ name }}", Text = "x" } };
        await CompletedAsync(await cluster.LaunchAsync(renewed, Contacts));

        Assert.Equal(Contacts, cluster.Provider.Attempts.Count(static message => message.Subject.StartsWith("Goodbye", StringComparison.Ordinal)));
        Assert.Equal(2 * Contacts, cluster.Provider.Attempts.Select(static message => message.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task RecordLate_ForADeletedBatch_IsDoneWith()
    {
        await using var cluster = await StartAsync();
        await CompletedAsync(await cluster.LaunchAsync(Definition("late"), 5));
        await cluster.Campaign("late").DeleteAsync();
        await GoneAsync(cluster.Storage);

        var batch = cluster.Service<IGrainFactory>().GetGrain<IBatchWorkGrain>(new BatchKey("late", 0).ToString());

        Assert.True(await batch.RecordLateAsync(1, [new DeliveryOutcome(0, 0, DeliveryKind.NotAttempted)]));
        Assert.Equal(["directory d-all"], cluster.Storage.Rows);
    }

    [Fact]
    public async Task Start_AnEntryWhoseLaunchBrokeOff_IsForgotten()
    {
        var storage = new ScriptedStorage();
        await using (var first = await StartAsync(storage: storage))
        {
            storage.OnWrite = static (state, _) => state == "campaign" ? StorageFault.FailsBefore : StorageFault.None;
            await Assert.ThrowsAnyAsync<Exception>(() => first.Campaign("broken").CreateAsync(Definition("broken")));
            Assert.Contains("directory-page d-0", storage.Rows);
        }

        storage.OnWrite = static (_, _) => StorageFault.None;
        await using var next = await StartAsync(storage: storage);

        await GoneAsync(storage);
        await SentAsync(await next.LaunchAsync(Definition("broken"), 3), 3);
    }

    [Fact]
    public async Task Retention_FinishedLongEnough_IsDeletedAndNothingElse()
    {
        await using var cluster = await StartAsync();
        await CompletedAsync(await cluster.LaunchAsync(Definition("old"), 10));
        cluster.Provider.Answer = static _ => new SendOutcome.Refused(RefuseReason.Authentication, "no");
        await UntilAsync(await cluster.LaunchAsync(Definition("paused"), 10), static status => status.Phase == CampaignPhase.Paused);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var retention = ActivatorUtilities.CreateInstance<CampaignRetention>(cluster.Silos.Silos[0].ServiceProvider, clock);

        clock.Advance(TimeSpan.FromDays(29));
        await retention.PassAsync(TimeSpan.FromDays(30), TestContext.Current.CancellationToken);
        Assert.Equal(CampaignPhase.Completed, (await cluster.Campaign("old").GetStatusAsync())!.Phase);

        clock.Advance(TimeSpan.FromDays(2));
        await retention.PassAsync(TimeSpan.FromDays(30), TestContext.Current.CancellationToken);

        await UntilAsync(() => !cluster.Storage.Rows.Any(static row => row.Contains("old", StringComparison.Ordinal)), () => string.Join(", ", cluster.Storage.Rows));
        Assert.Equal(CampaignPhase.Paused, (await cluster.Campaign("paused").GetStatusAsync())!.Phase);
    }

    private static Task GoneAsync(ScriptedStorage storage)
        => UntilAsync(() => storage.Rows is ["directory d-all"], () => string.Join(", ", storage.Rows));

    // A caller whose command failed, or came a moment too early, sends it again.
    private static async Task UntilDoneAsync(Func<Task<CommandResult>> command)
    {
        CommandResult? result = null;
        for (var attempt = 0; attempt < 50 && result is not { IsDone: true }; attempt++)
        {
            try
            {
                result = await command();
            }
            catch (Exception) when (attempt < 49)
            {
                await Task.Delay(20);
            }
        }

        Assert.True(result is { IsDone: true } or { Refusal: CommandRefusal.NotFound }, result?.Message);
    }
}
