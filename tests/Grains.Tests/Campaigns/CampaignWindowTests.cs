using System.Net;
using EmailCampaign.Batches;
using EmailCampaign.Campaigns;

namespace EmailCampaign.Grains.Tests.Campaigns;

public sealed class CampaignWindowTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private readonly CampaignWindow _window = new([Pending(10), Pending(10), Pending(10), Sent(10)], Now);

    [Theory]
    [InlineData(3, 0)]
    [InlineData(0, 3)]
    public void Reopen_AFinishedBatch_IsAtWorkUntilItsReportAndTheNumbersAddUp(int inDoubt, int dead)
    {
        var window = new CampaignWindow([], Now);
        var counts = new RecipientCounts { Sent = 2, InDoubt = inDoubt, Dead = dead };
        window.Add(new BatchSummary(counts, 0, null, Version: 7), Now);

        window.Reopen(0, Now);
        window.Reopen(0, Now); // once is enough

        Assert.Equal((1, 5), (window.Totals.Claimed, window.Totals.Total));
        Assert.False(window.IsDone);
        window.Fill(4, Now);
        Assert.Equal([0], window.Active);

        window.Update(Report(0, counts, idle: true, version: 7), Now);
        Assert.Equal(counts, window.Totals);
        Assert.True(window.IsDone);
    }

    [Fact]
    public void Reopen_ABatchThatIsNotFinished_ChangesNothing()
    {
        var window = new CampaignWindow([new BatchSummary(new RecipientCounts { Pending = 1, Dead = 1 }, 0, null)], Now);

        window.Reopen(0, Now);

        Assert.Equal(0, window.Totals.Claimed);
    }

    [Fact]
    public void Fill_MoreBatchesThanPlaces_TakesTheFirst()
    {
        _window.Fill(2, Now);

        Assert.Equal([0, 1], _window.Active);
        Assert.Equal((30, 10), (_window.Totals.Pending, _window.Totals.Sent));
    }

    // Two silos had twelve places, eight are left.
    [Fact]
    public void Fill_BatchesThatHadBegun_GoOnBeyondTheSizeUpToTwiceIt()
    {
        var window = new CampaignWindow([], Now);
        for (var batch = 0; batch < 20; batch++)
        {
            window.Add(new BatchSummary(new RecipientCounts { Pending = 10, Sent = batch < 12 ? 1 : 0 }, 0, null), Now);
        }

        window.Fill(8, Now);
        Assert.Equal(Enumerable.Range(0, 12), window.Active);

        window.Update(Report(0, new RecipientCounts { Sent = 11 }, idle: true), Now);
        window.Fill(8, Now);
        Assert.Equal(Enumerable.Range(1, 11), window.Active);

        window.Fill(5, Now);
        Assert.Equal(11, window.Active.Count);
    }

    [Fact]
    public void Update_ABatchIsIdle_GivesItsPlaceToTheNext()
    {
        _window.Fill(2, Now);
        _window.Update(Report(0, new RecipientCounts { Sent = 10 }, idle: true), Now);
        _window.Fill(2, Now);

        Assert.Equal([1, 2], _window.Active);
        Assert.Equal((20, 20), (_window.Totals.Pending, _window.Totals.Sent));
    }

    [Fact]
    public void Update_Repeated_ChangesNothing()
    {
        var report = Report(0, new RecipientCounts { Sent = 4, Dead = 1, Pending = 5 }, inDoubt: 2);
        _window.Update(report, Now);
        var totals = _window.Totals;
        _window.Update(report, Now);

        Assert.Equal(totals, _window.Totals);
        Assert.Equal(2, _window.UnfinishedInDoubt);
        Assert.Equal(40, _window.Totals.Total);
    }

    [Fact]
    public void Update_AReportThatWasOvertaken_IsDropped()
    {
        _window.Update(Report(0, new RecipientCounts { Sent = 10 }, version: 7), Now);
        _window.Update(Report(0, new RecipientCounts { Pending = 10 }, version: 6), Now);

        Assert.Equal(20, _window.Totals.Sent);
    }

    [Fact]
    public void Update_OnlyWaitingRecipients_LeavesTheWindowUntilTheyAreDue()
    {
        var window = new CampaignWindow([Pending(10)], Now);
        window.Fill(1, Now);
        var due = Now.AddMinutes(5);
        window.Update(Report(0, new RecipientCounts { Waiting = 1, Sent = 9 }, idle: true, due: due), Now);

        window.Fill(1, due - TimeSpan.FromTicks(1));
        Assert.Empty(window.Active);
        Assert.Equal(due, window.NextDueAt);
        Assert.False(window.IsDone);

        window.Fill(1, due);
        Assert.Equal([0], window.Active);
    }

    [Fact]
    public void Fill_ADueTimeThatNoLongerHolds_BringsNothingBack()
    {
        var window = new CampaignWindow([new BatchSummary(new RecipientCounts { Waiting = 1 }, 0, Now.AddMinutes(5))], Now);
        window.Update(Report(0, new RecipientCounts { Sent = 1 }, idle: true), Now);

        window.Fill(1, Now.AddHours(1));
        Assert.Empty(window.Active);
        Assert.Null(window.NextDueAt);
        Assert.True(window.IsDone);
    }

    [Fact]
    public void NextDueAt_SeveralBatchesWait_IsTheEarliest()
    {
        var window = new CampaignWindow(
            [new(new RecipientCounts { Waiting = 1 }, 0, Now.AddMinutes(9)), new(new RecipientCounts { Waiting = 1 }, 0, Now.AddMinutes(5))], Now);

        Assert.Equal(Now.AddMinutes(5), window.NextDueAt);
    }

    [Fact]
    public void FillToSettle_ClaimedRecipients_AreBroughtInHoweverMany()
    {
        var window = new CampaignWindow(
            [Pending(1), new(new RecipientCounts { Claimed = 1 }, 0, null), Sent(1), new(new RecipientCounts { Claimed = 2, Pending = 1 }, 0, null)], Now);
        window.FillToSettle();

        Assert.Equal([1, 3], window.Active);
    }

    [Fact]
    public void IsDone_ABatchIsStillAtWork_IsFalse()
    {
        var window = new CampaignWindow([Pending(1)], Now);
        window.Fill(1, Now);
        window.Update(Report(0, new RecipientCounts { Sent = 1 }), Now);
        Assert.False(window.IsDone);

        window.Update(Report(0, new RecipientCounts { Sent = 1 }, idle: true), Now);
        Assert.True(window.IsDone);
    }

    [Fact]
    public void Add_DuringTheImport_CountsAndQueues()
    {
        var window = new CampaignWindow([], Now);
        Assert.True(window.IsDone);
        window.Add(Pending(3), Now);
        window.Fill(4, Now);

        Assert.Equal((1, 3), (window.Count, window.Totals.Pending));
        Assert.Equal([0], window.Active);
    }

    private static BatchSummary Pending(int count) => new(new RecipientCounts { Pending = count }, 0, NextDueAt: null);

    private static BatchSummary Sent(int count) => new(new RecipientCounts { Sent = count }, 0, NextDueAt: null);

    private static BatchReport Report(
        int batch, RecipientCounts counts, bool idle = false, DateTimeOffset? due = null, int inDoubt = 0, long version = 1) => new()
        {
            Batch = batch,
            Silo = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11111), 1),
            Counts = counts,
            Version = version,
            Idle = idle,
            NextDueAt = due,
            UnfinishedInDoubt = inDoubt,
        };
}
