using System.Net;
using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Senders;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmailCampaign.Grains.Tests.Conservation;

/// <summary>An activation of the batch's grain: the real delivery over the real row, with a storage that the test plays.</summary>
internal sealed class SimulatedActivation : IBatchHost
{
    private static readonly SiloAddress Address = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11111), 1);

    private readonly Action<BatchReport> _tell;

    public SimulatedActivation(
        SimulatedSilo silo, SimulatedRow row, TimeProvider clock, DeliveryGuarantee guarantee, IClaimIds ids, Action<BatchReport> tell)
    {
        _tell = tell;
        Silo = silo;
        State = new SimulatedState(row);
        Row = new LedgerRow(State, ids.NextWriterId(), clock, SimulatedSilo.SharedMetrics, NullLogger.Instance);
        Delivery = new BatchDelivery(
            new BatchKey("spring", 0), Row, Row.Load().ClampDueTimes(silo.Services.Retry, clock.GetUtcNow()),
            new LedgerRules(guarantee, silo.Services.Retry, ids.NextRoll), this, SimulatedSilo.Content, silo.Sender(this), silo.Services,
            NullLogger.Instance);
    }

    /// <summary>What the campaign answers when the batch says that it is not finished.</summary>
    public Task Reopening { get; set; } = Task.CompletedTask;

    SiloAddress IBatchHost.Silo => Address;

    string IBatchHost.Domain(int index, RecipientEntry entry) => "example.com";

    public SimulatedSilo Silo { get; }

    public SimulatedState State { get; }

    public LedgerRow Row { get; }

    public BatchDelivery Delivery { get; }

    /// <summary>It asked to be deactivated.</summary>
    public bool Leaving { get; set; }

    public Task? Stopped { get; set; }

    public List<BatchReport> Reports { get; } = [];

    public SliceMember Member(int index, RecipientEntry entry)
        => new(index, entry.Generation, index + 2, entry.Address ?? $"r{index}@example.com", [$"r{index}", $"r{index}@example.com"]);

    public Task ReopenAsync() => Reopening;

    public Task TellCampaignAsync(BatchReport report)
    {
        Reports.Add(report);
        _tell(report);
        return Task.CompletedTask;
    }

    public void Leave() => Leaving = true;
}
