using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Grains.Tests.Conservation;
using EmailCampaign.Hosting;
using EmailCampaign.Senders;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Grains.Tests.Batches;

/// <summary>One process with one real delivery: slices of two, two senders, and writes that stay open until the test ends them.</summary>
internal sealed class DeliveryStage
{
    private readonly TurnContext _turns = new();
    private readonly CountedIds _ids = new();
    private readonly DeliveryGuarantee _guarantee;

    /// <param name="senders">Slices that may be out at once.</param>
    /// <param name="gathering">How long a commit waits for a second reason to write.</param>
    public DeliveryStage(int recipients, DeliveryGuarantee guarantee = DeliveryGuarantee.AtLeastOnce, int senders = 2, TimeSpan gathering = default)
    {
        _guarantee = guarantee;
        Row = new SimulatedRow(BatchLedger.Create(recipients));
        Silo = new SimulatedSilo(
            Clock, Ledgers.ThisProcess, exclusiveStore: false, _ids, new SendingOptions { WorkerCount = senders, SliceSize = 2, RetryAttempts = 3 }, gathering);
        Activation = Activate();
    }

    public FakeTimeProvider Clock { get; } = new(Ledgers.Start);

    public SimulatedRow Row { get; }

    public SimulatedSilo Silo { get; }

    public SimulatedActivation Activation { get; private set; }

    public BatchDelivery Delivery => Activation.Delivery;

    /// <summary>The write that waits for its end.</summary>
    public SimulatedWrite? OpenWrite => Activation.State.Open;

    public IReadOnlyList<SimulatedSlice> Slices => Silo.Slices;

    /// <summary>Makes a new activation the current one; the former one stays as it is.</summary>
    public SimulatedActivation Activate()
        => Activation = new SimulatedActivation(Silo, Row, Clock, _guarantee, _ids, static _ => { });

    public void Run(long epoch = 1, bool sends = true, double? rate = null) => _turns.Do(() => Delivery.Run(new RunOrder(epoch, sends, rate)));

    public void Pass(TimeSpan time)
    {
        Clock.Advance(time);
        _turns.Run();
    }

    /// <summary>The open write succeeds, or is refused by its ETag.</summary>
    public void AnswerWrite() => _turns.Do(OpenWrite!.Answer);

    /// <summary>The open write fails and was not carried out.</summary>
    public void FailWrite() => _turns.Do(OpenWrite!.Fail);

    /// <summary>Ends every write, until there is none.</summary>
    public void AnswerWrites()
    {
        while (OpenWrite is not null)
        {
            AnswerWrite();
        }
    }

    public void Start(SimulatedSlice slice)
    {
        slice.Started = Silo.Desk.Find(slice.Order.ClaimId);
        Assert.True(slice.Started!.TryStart());
    }

    /// <summary>The slice comes back with the same outcome for each of its members.</summary>
    public void Finish(SimulatedSlice slice, DeliveryKind kind, SliceTrouble? trouble = null)
    {
        if (slice.Started is null)
        {
            Start(slice);
        }

        var result = new SliceResult(
            [.. slice.Order.Members.Select(member => new DeliveryOutcome(member.Index, member.Generation, kind, Text: "text"))], trouble);
        Silo.Slices.Remove(slice);
        _turns.Do(() =>
        {
            slice.Started!.Complete(result);
            slice.Reply.TrySetResult(result);
        });
    }

    /// <summary>Begins the stop of the current activation, which waits no longer than the bound.</summary>
    public Task Stop(TimeSpan bound)
    {
        var delivery = Delivery;
        var stopped = _turns.Do(() => delivery.StopAsync(new CancellationTokenSource(bound, Clock).Token));

        // Its tokens are cancelled on another thread.
        SpinWait.SpinUntil(() => _turns.HasTurns || stopped.IsCompleted, TimeSpan.FromMilliseconds(50));
        _turns.Run();
        return stopped;
    }

    /// <summary>The current activation takes all late outcomes of the process.</summary>
    public void RecordLateOutcomes()
    {
        foreach (var offer in Silo.Offers())
        {
            var recording = _turns.Do(() => Delivery.RecordLateAsync(offer.ClaimId, offer.Outcomes));
            AnswerWrites();
            Silo.Answer(offer, recording.IsCompletedSuccessfully && recording.GetAwaiter().GetResult());
        }

        Assert.Empty(Silo.Offers());
    }

    public Task<bool> Commit(Func<BatchLedger, DateTimeOffset, BatchLedger> change) => _turns.Do(() => Delivery.CommitAsync(change));

    public Task<bool> RecordLate(long claimId, DeliveryOutcome outcome) => _turns.Do(() => Delivery.RecordLateAsync(claimId, [outcome]));
}
