using EmailCampaign.Batches;

namespace EmailCampaign.Grains.Tests.Batches;

/// <summary>The end of an activation: what it knows is written, or handed to the one that follows.</summary>
public sealed class BatchDeliveryStopTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    private readonly DeliveryStage _stage = new(recipients: 2);

    public BatchDeliveryStopTests()
    {
        _stage.Run();
        _stage.AnswerWrite();
    }

    [Fact]
    public void StopAsync_SliceIsOut_WaitsForItAndWritesItsOutcomes()
    {
        var stopped = _stage.Stop(Bound);
        Assert.False(stopped.IsCompleted);

        _stage.Finish(_stage.Slices[0], DeliveryKind.Accepted);
        _stage.AnswerWrite();

        Assert.True(stopped.IsCompletedSuccessfully);
        Assert.Equal(2, _stage.Row.Ledger.Count().Sent);
        Assert.Equal((0, 0, 0), (_stage.Silo.Scheduler.Busy, _stage.Silo.Commits.Open, _stage.Silo.Late.Held));
    }

    [Fact]
    public void StopAsync_RecipientsAreLeft_ClaimsNothingMore()
    {
        var stopped = _stage.Stop(Bound);
        _stage.Finish(_stage.Slices[0], DeliveryKind.NotAttempted);
        _stage.AnswerWrite();

        Assert.True(stopped.IsCompletedSuccessfully);
        Assert.Empty(_stage.Slices);
        Assert.Equal(2, _stage.Row.Ledger.Count().Pending);
    }

    [Fact]
    public void StopAsync_BoundPassesWithASliceOut_HandsItsOutcomesOverWhenTheyCome()
    {
        var slice = _stage.Slices[0];
        var stopped = _stage.Stop(Bound);
        _stage.Pass(Bound);
        Assert.True(stopped.IsCompletedSuccessfully);

        _stage.Finish(slice, DeliveryKind.Accepted);
        _stage.Activate();
        _stage.RecordLateOutcomes();

        Assert.Equal(2, _stage.Row.Ledger.Count().Sent);
        Assert.Equal(0, _stage.Silo.Commits.Open);
    }

    [Fact]
    public void StopAsync_BoundPassesDuringAWriteThatFails_HandsTheOutcomesOver()
    {
        _stage.Finish(_stage.Slices[0], DeliveryKind.Accepted);
        var stopped = _stage.Stop(Bound);
        _stage.Pass(Bound);
        Assert.True(stopped.IsCompletedSuccessfully);

        // The patience is over too: the row is not read again.
        _stage.FailWrite();
        _stage.Activate();
        _stage.RecordLateOutcomes();

        Assert.Equal(2, _stage.Row.Ledger.Count().Sent);
        Assert.Equal(0, _stage.Silo.Commits.Open);
    }

    [Fact]
    public void StopAsync_BoundPassesWhileAFailedWriteIsReadAgain_HandsTheOutcomesOver()
    {
        _stage.Finish(_stage.Slices[0], DeliveryKind.Accepted);
        var read = new TaskCompletionSource();
        _stage.Activation.State.Reading = read.Task;
        _stage.FailWrite();
        var stopped = _stage.Stop(Bound);
        _stage.Pass(Bound);
        Assert.True(stopped.IsCompletedSuccessfully);

        read.SetResult();
        _stage.Pass(TimeSpan.Zero);
        _stage.Activate();
        _stage.RecordLateOutcomes();

        Assert.Equal(2, _stage.Row.Ledger.Count().Sent);
        Assert.Equal(0, _stage.Silo.Commits.Open);
    }

    [Fact]
    public void StopAsync_BoundPassesDuringAClaimingWrite_NeverDispatchesWhatItHandedOver()
    {
        var stage = new DeliveryStage(recipients: 2);
        stage.Run();
        var claiming = stage.OpenWrite!;
        var stopped = stage.Stop(TimeSpan.FromSeconds(1));
        stage.Pass(TimeSpan.FromSeconds(1));
        Assert.True(stopped.IsCompletedSuccessfully);

        stage.AnswerWrite();

        Assert.Equal(2, claiming.Ledger.Count().Claimed);
        Assert.Empty(stage.Slices);
        Assert.Equal((0, 0), (stage.Silo.Scheduler.Busy, stage.Silo.Commits.Open));

        stage.Activate();
        stage.RecordLateOutcomes();
        Assert.Equal(2, stage.Row.Ledger.Count().Pending);
        Assert.All(stage.Row.Ledger.Recipients, static entry => Assert.Equal((0, 0), (entry.Attempts, entry.DoubtsEver)));
    }
}
