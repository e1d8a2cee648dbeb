using System.Text;
using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Hosting;
using static EmailCampaign.Grains.Tests.Cluster.CampaignCluster;

namespace EmailCampaign.Grains.Tests.Cluster;

public sealed class CampaignRunTests
{
    [Fact]
    public async Task Launch_TenContacts_EachGetsOneMail()
    {
        await using var cluster = await StartAsync();

        var campaign = await cluster.LaunchAsync(Definition("ten"), 10);
        var status = await CompletedAsync(campaign);

        Assert.Equal(10, status.Recipients.Sent);
        Assert.Equal(10, cluster.Provider.Accepted.Count);
        Assert.All(cluster.Provider.Accepted.Values, static count => Assert.Equal(1, count));
        var mail = cluster.Provider.Attempts.Single(static message => message.To == "user7@example.com");
        Assert.Equal("Hello User 7", mail.Subject);
        Assert.StartsWith("ten.0.6.0.", mail.MessageId, StringComparison.Ordinal);
        Assert.All(await cluster.RecipientsAsync("ten"), static view => Assert.StartsWith("id-ten.0.", view.ProviderMessageId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Launch_ThreeSilos_SpreadsBatchesAndSendsEachOnce()
    {
        await using var cluster = await StartAsync(silos: 3);

        var status = await CompletedAsync(await cluster.LaunchAsync(Definition("wide"), 6_000));

        Assert.Equal(6_000, status.Recipients.Sent);
        Assert.Equal(6_000, cluster.Provider.Attempts.Count);
        Assert.Equal(6_000, cluster.Provider.Accepted.Count);
    }

    [Fact]
    public async Task Launch_WorkerCount_IsTheMostSlicesAtOnce()
    {
        await using var cluster = await StartAsync(settings: ("WorkerCount", "3"));
        cluster.Provider.Before = static _ => Task.Delay(1);

        await CompletedAsync(await cluster.LaunchAsync(Definition("three"), 600));

        Assert.Equal(3, cluster.Provider.MostAtWork);
    }

    [Fact]
    public async Task Launch_SameAgain_IsRefusedUnlessWanted()
    {
        await using var cluster = await StartAsync();
        await CompletedAsync(await cluster.LaunchAsync(Definition("one"), 1));

        var again = Definition("two") with { Fingerprint = "one" };
        var refused = await cluster.Campaign("two").CreateAsync(again);

        Assert.Equal(CommandRefusal.LaunchedBefore, refused.Refusal);
        Assert.Equal("The same contacts, template and sender were launched as 'one', which is finished; use --again to send them once more.", refused.Message);
        Assert.True((await cluster.Campaign("two").CreateAsync(again with { Again = true })).IsDone);
    }

    [Fact]
    public async Task Launch_SameAgainWhileTheFirstIsUnfinished_IsToldToResumeIt()
    {
        await using var cluster = await StartAsync();
        await cluster.LaunchAsync(Definition("one", at: TimeProvider.System.GetUtcNow().AddDays(1)), 1);

        var refused = await cluster.Campaign("two").CreateAsync(Definition("two") with { Fingerprint = "one" });

        Assert.Contains("'one', which is not finished; use `resume one`, or --again", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_OfAnImportThatBrokeOff_GoesOnOnlyWhenNothingElseWasAsked()
    {
        await using var cluster = await StartAsync();
        var campaign = cluster.Campaign("one");
        var first = Definition("one") with { Headers = [new("X-A", "a")] };
        Assert.True((await campaign.CreateAsync(first)).IsDone);

        Assert.True((await campaign.CreateAsync(first with { Headers = [new("X-A", "a")] })).IsDone);
        Assert.Equal(CommandRefusal.IdTaken, (await campaign.CreateAsync(first with { Headers = [] })).Refusal);
        Assert.Equal(CommandRefusal.IdTaken, (await campaign.CreateAsync(first with { Settings = [new("k", "v")] })).Refusal);
        Assert.Equal(CommandRefusal.IdTaken, (await campaign.CreateAsync(first with { ReplyTo = "jane@acme.example" })).Refusal);
        Assert.Equal(CommandRefusal.IdTaken, (await campaign.CreateAsync(first with { RatePerSecond = 1 })).Refusal);
        Assert.Equal(CommandRefusal.IdTaken, (await campaign.CreateAsync(first with { Contacts = first.Contacts with { EmailColumn = 1 } })).Refusal);
    }

    [Fact]
    public async Task Create_UnknownProviderOrVariable_IsRefused()
    {
        await using var cluster = await StartAsync();

        var provider = await cluster.Campaign("a").CreateAsync(Definition("a") with { Provider = "pigeon" });
        var variable = await cluster.Campaign("b").CreateAsync(Definition("b") with { Template = new TemplateContent { Subject = "{{ nmae }}", Text = "x" } });

        Assert.Equal(CommandRefusal.ProviderUnavailable, provider.Refusal);
        Assert.Equal(CommandRefusal.Invalid, variable.Refusal);
        Assert.Contains("nmae", variable.Message, StringComparison.Ordinal);
        Assert.Null(await cluster.Campaign("b").GetStatusAsync());
    }

    [Fact]
    public async Task Pause_WhileSending_StopsAndResumeFinishes()
    {
        await using var cluster = await StartAsync();
        var gate = new SemaphoreSlim(0);
        cluster.Provider.Before = async _ =>
        {
            // Slow enough (a second for all) that the pause is heard long before the end.
            await gate.WaitAsync();
            await Task.Delay(10);
        };
        var campaign = await cluster.LaunchAsync(Definition("pause"), 2_000);
        await UntilAsync(campaign, static status => status.Recipients.Claimed > 0);

        Assert.True((await campaign.PauseAsync()).IsDone);
        gate.Release(1_000_000);
        var paused = await UntilAsync(campaign, static status => status is { Phase: CampaignPhase.Paused, Recipients.Claimed: 0 });
        var attempts = cluster.Provider.Attempts.Count;

        Assert.Equal(PauseReason.Operator, paused.PauseReason);
        Assert.InRange(paused.Recipients.Sent, 1, 1_900);
        Assert.Equal(attempts, paused.Recipients.Sent);

        Assert.True((await campaign.ResumeAsync()).IsDone);
        var done = await CompletedAsync(campaign);
        Assert.Equal(2_000, done.Recipients.Sent);
        Assert.All(cluster.Provider.Accepted.Values, static count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task Cancel_WhileSending_FinishesTheWireAndSendsNothingMore()
    {
        await using var cluster = await StartAsync();
        var gate = new SemaphoreSlim(0);
        cluster.Provider.Before = _ => gate.WaitAsync();
        var campaign = await cluster.LaunchAsync(Definition("cancel"), 2_000);
        await UntilAsync(campaign, static status => status.Recipients.Claimed > 0);

        Assert.True((await campaign.CancelAsync()).IsDone);
        gate.Release(1_000_000);
        var status = await UntilAsync(campaign, static status => status is { Phase: CampaignPhase.Cancelled, Recipients.Claimed: 0 });

        Assert.Equal(cluster.Provider.Attempts.Count, status.Recipients.Sent);
        Assert.Equal(2_000 - status.Recipients.Sent, status.Recipients.Cancelled);
        Assert.Equal(CommandRefusal.Finished, (await campaign.ResumeAsync()).Refusal);
    }

    [Fact]
    public async Task Schedule_InASecond_SendsThen()
    {
        await using var cluster = await StartAsync();
        var at = TimeProvider.System.GetUtcNow().AddSeconds(1);

        var campaign = await cluster.LaunchAsync(Definition("later", at: at), 5);

        Assert.Equal(CampaignPhase.Scheduled, (await campaign.GetStatusAsync())!.Phase);
        Assert.Empty(cluster.Provider.Attempts);
        var done = await CompletedAsync(campaign);
        Assert.True(done.StartedAt >= at);
        Assert.Equal(5, done.Recipients.Sent);
    }

    [Fact]
    public async Task Launch_SiloThatOnlyAnswers_SendsNothing()
    {
        var storage = new ScriptedStorage();
        await using var cluster = await StartAsync(sends: false, storage: storage);

        var campaign = await cluster.LaunchAsync(Definition("quiet"), 10);
        var status = await campaign.GetStatusAsync();

        Assert.Equal(10, status!.Recipients.Pending);
        Assert.False(status.SiloSends);
        Assert.Empty(cluster.Service<ICampaignsInWork>().Sending);

        // The same store on a silo that sends: found again at its start, without a command.
        await using var sending = await StartAsync(storage: storage);
        Assert.Equal(10, (await CompletedAsync(sending.Campaign("quiet"))).Recipients.Sent);
        Assert.Empty(cluster.Provider.Attempts);
    }

    [Fact]
    public async Task Rate_TwentyASecond_IsKeptOverTheWholeCampaign()
    {
        await using var cluster = await StartAsync();
        var started = TimeProvider.System.GetTimestamp();

        await CompletedAsync(await cluster.LaunchAsync(Definition("slow", rate: 20), 60));

        // Slices of 2, the first at once and the last 58 places later. Each window of a second is CampaignPaceTests' matter, by a driven clock.
        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromSeconds(58 / 20.0));
        Assert.Equal(60, cluster.Provider.Attempts.Count);
    }

    [Fact]
    public async Task Import_ActivationLostBetweenChunks_GoesOnAndFindsDuplicatesOverTheWholeFile()
    {
        await using var cluster = await StartAsync();
        var csv = Encoding.UTF8.GetBytes(Contacts(1_200) + "USER3@example.com,Again\nnot an address,x\nragged\nuser1201@example.com,Last\n");
        var campaign = cluster.Campaign("split");
        Assert.True((await campaign.CreateAsync(Definition("split"))).IsDone);
        var first = await campaign.ImportAsync(new ImportChunk(0, csv.AsMemory(0, csv.Length - 200), Last: false));
        Assert.Equal(csv.Length - 200, first.NextOffset);

        await cluster.Silos.DeactivateAsync(campaign);
        var lost = await campaign.GetImportProgressAsync();
        Assert.InRange(lost.NextOffset, 1, csv.Length - 201);
        Assert.Equal(1_000, lost.Rows.Accepted);

        var end = await campaign.ImportAsync(new ImportChunk(lost.NextOffset, csv.AsMemory((int)lost.NextOffset), Last: true));

        Assert.True(end.Finished);
        Assert.Equal((1_201, 2, 1), (end.Rows.Accepted, end.Rows.Rejected, end.Rows.Duplicates));
        var rejects = await cluster.Silos.Client.GetGrain<EmailCampaign.Rejects.IRejectPageGrain>(
            new EmailCampaign.Rejects.RejectPageKey("split", 0).ToString()).GetRowsAsync();
        Assert.Equal([1202, 1203, 1204], rejects.Select(static row => row.Line));
        Assert.Contains("line 4 ", rejects[0].Detail, StringComparison.Ordinal);
        Assert.Equal(1_201, (await CompletedAsync(campaign)).Recipients.Sent);
    }

    [Fact]
    public async Task Import_StorageFailsAtTimes_LosesAndDoublesNothing()
    {
        await using var cluster = await StartAsync();
        var roll = new Random(7);
        cluster.Storage.OnWrite = (_, _) =>
        {
            lock (roll)
            {
                return roll.Next(6) switch { 0 => StorageFault.FailsBefore, 1 => StorageFault.FailsAfter, _ => StorageFault.None };
            }
        };
        var csv = Encoding.UTF8.GetBytes(Contacts(3_000) + "user5@example.com,Twice\n");
        var campaign = cluster.Campaign("flaky");
        await RepeatAsync(async () => (await campaign.CreateAsync(Definition("flaky"))).IsDone);
        await RepeatAsync(async () =>
        {
            var progress = await campaign.GetImportProgressAsync();
            while (!progress.Finished)
            {
                var from = (int)progress.NextOffset;
                var length = Math.Min(20_000, csv.Length - from);
                progress = await campaign.ImportAsync(new ImportChunk(from, csv.AsMemory(from, length), from + length == csv.Length));
            }

            return true;
        });

        var status = await CompletedAsync(campaign);

        Assert.Equal((3_000, 0, 1), (status.Rows.Accepted, status.Rows.Rejected, status.Rows.Duplicates));
        Assert.Equal(3_000, status.Recipients.Sent);
        Assert.Equal(3_000, cluster.Provider.Accepted.Count);
        Assert.All(cluster.Provider.Accepted.Values, static count => Assert.Equal(1, count));
    }

    // The batches that are being stored when the write fails ask the campaign whose they are: it has to answer them before it goes.
    [Fact]
    public async Task Import_CursorNotSavedWhileTheNextPartIsStored_SaysSoSoonAndGoesOn()
    {
        await using var cluster = await StartAsync();
        var csv = Encoding.UTF8.GetBytes(Contacts(15_000));
        var campaign = cluster.Campaign("behind");
        Assert.True((await campaign.CreateAsync(Definition("behind"))).IsDone);
        var failed = false;
        cluster.Storage.OnWrite = (state, grain) =>
        {
            if (state == "campaign")
            {
                Volatile.Write(ref failed, true);
                return StorageFault.FailsBefore;
            }

            // Not in the first part of the file, and begun again until the cursor behind that part could not be saved.
            return state == "batch-recipients" && BatchKey.Parse(grain.Key.ToString()!).Index >= 10 && !Volatile.Read(ref failed)
                ? StorageFault.FailsBefore : StorageFault.None;
        };

        var error = await Assert.ThrowsAnyAsync<Exception>(() => campaign.ImportAsync(new ImportChunk(0, csv, Last: true)).WaitAsync(
            TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken));

        Assert.Contains("The storage is away.", error.ToString(), StringComparison.Ordinal);
        cluster.Storage.OnWrite = static (_, _) => StorageFault.None;
        Assert.Equal(0, (await campaign.GetImportProgressAsync()).NextOffset);
        Assert.True((await campaign.ImportAsync(new ImportChunk(0, csv, Last: true))).Finished);
        Assert.Equal(15_000, (await campaign.GetStatusAsync())!.Rows.Accepted);
    }

    // A deletion goes on behind the cursor until it has found nothing for as long as that.
    [Fact]
    public async Task Import_ABatchThatCannotBeStored_LeavesNoGapOfSixteen()
    {
        await using var cluster = await StartAsync(settings: ("BatchSize", "20"));
        var campaign = cluster.Campaign("gap");
        Assert.True((await campaign.CreateAsync(Definition("gap"))).IsDone);
        cluster.Storage.OnWrite = static (state, grain) => state == "batch-recipients" && BatchKey.Parse(grain.Key.ToString()!).Index == 3
            ? StorageFault.FailsBefore : StorageFault.None;

        await Assert.ThrowsAnyAsync<Exception>(() => campaign.ImportAsync(new ImportChunk(0, Encoding.UTF8.GetBytes(Contacts(15_000)), Last: true)));

        int[] stored = [.. cluster.Storage.Rows.Where(static row => row.StartsWith("batch-recipients ", StringComparison.Ordinal))
            .Select(static row => BatchKey.Parse(row.Split(' ')[1]).Index).Order()];
        Assert.DoesNotContain(3, stored);
        Assert.True(stored.Length > 16);
        Assert.All(stored.Zip(stored.Skip(1)), static pair => Assert.InRange(pair.Second - pair.First, 1, 16));
    }

    // A caller whose call failed sends it again.
    private static async Task RepeatAsync(Func<Task<bool>> call)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Assert.True(await call());
                return;
            }
            catch (Exception error) when (attempt < 50 && error is not Xunit.Sdk.XunitException)
            {
                await Task.Delay(20);
            }
        }
    }
}
