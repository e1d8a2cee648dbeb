using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Grains.Tests.Quotas;
using EmailCampaign.Grains.Tests.Storage;
using EmailCampaign.Hosting;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Senders;
using EmailCampaign.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EmailCampaign.Grains.Tests.Conservation;

/// <summary>A process: what its batches share, the slices that its senders have, and the outcomes it keeps for batches.</summary>
internal sealed class SimulatedSilo
{
    private static readonly CampaignMetrics Metrics = new(Prometheus.Metrics.NewCustomRegistry());

    private readonly Lock _lock = new();
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<LateOffer> _offers = [];
    private int _taken;

    /// <param name="gathering">How long a commit waits for a second reason to write.</param>
    public SimulatedSilo(TimeProvider clock, Guid processId, bool exclusiveStore, IClaimIds ids, SendingOptions options, TimeSpan gathering = default)
    {
        var grains = StubProxy.Of<IGrainFactory>((_, _) => StubProxy.Of<IBatchWorkGrain>(
            (_, arguments) => Offer((long)arguments[0]!, (IReadOnlyList<DeliveryOutcome>)arguments[1]!)));
        var wrapped = Options.Create(options);
        Desk = new SendingDesk();
        Late = new LateOutcomes(grains, clock, NullLogger<LateOutcomes>.Instance);
        Commits = new BatchCommits();
        Scheduler = new SendScheduler(wrapped);
        Paces = new CampaignPaces(clock, new LocalQuotas(clock), wrapped);
        Provider = new StubProvider();
        Services = new BatchServices(
            Scheduler, new ProviderLanes(new StubCatalog(Provider), clock, wrapped), Paces, Desk, Late, Commits,
            new CampaignContents(grains), Metrics, new SiloRole(Sends: true, exclusiveStore, processId), clock, ids, wrapped)
        {
            Gathering = gathering,
        };
    }

    public static CampaignContent Content { get; } = CampaignContent.Compile(States.Plan).Content!;

    public static CampaignMetrics SharedMetrics => Metrics;

    public BatchServices Services { get; }

    public SendingDesk Desk { get; }

    public LateOutcomes Late { get; }

    public BatchCommits Commits { get; }

    public SendScheduler Scheduler { get; }

    public CampaignPaces Paces { get; }

    public StubProvider Provider { get; }

    public bool IsDead { get; set; }

    /// <summary>Slices that were handed to a sender and have not come back.</summary>
    public List<SimulatedSlice> Slices { get; } = [];

    public ISenderGrain Sender(object caller) => StubProxy.Of<ISenderGrain>((_, arguments) =>
    {
        var slice = new SimulatedSlice((SliceOrder)arguments[0]!, this, caller);
        if (!IsDead)
        {
            Slices.Add(slice);
        }

        return slice.Reply.Task;
    });

    /// <summary>The late outcomes that wait for an answer. They are offered from another thread: all that are held are here, or rest.</summary>
    public IReadOnlyList<LateOffer> Offers()
    {
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                lock (_lock)
                {
                    return Late.Held == _seen.Count - _taken;
                }
            },
            TimeSpan.FromSeconds(30)));
        lock (_lock)
        {
            return [.. _offers];
        }
    }

    public void Answer(LateOffer offer, bool? taken)
    {
        lock (_lock)
        {
            _offers.Remove(offer);
            _taken += taken == true ? 1 : 0;
        }

        if (taken is { } value)
        {
            offer.Reply.SetResult(value);
        }
        else
        {
            offer.Reply.SetException(new TimeoutException("The answer was lost."));
        }
    }

    private Task<bool> Offer(long claimId, IReadOnlyList<DeliveryOutcome> outcomes)
    {
        var offer = new LateOffer(claimId, outcomes);
        lock (_lock)
        {
            _seen.Add(outcomes);
            _offers.Add(offer);
        }

        return offer.Reply.Task;
    }
}

/// <summary>A call of <c>RecordLate</c> that waits for its answer.</summary>
internal sealed class LateOffer(long claimId, IReadOnlyList<DeliveryOutcome> outcomes)
{
    public long ClaimId => claimId;

    public IReadOnlyList<DeliveryOutcome> Outcomes => outcomes;

    public TaskCompletionSource<bool> Reply { get; } = new();

    public SimulatedActivation? Receiver { get; set; }

    public Task<bool>? Recording { get; set; }
}

/// <summary>A slice with its sender.</summary>
internal sealed class SimulatedSlice(SliceOrder order, SimulatedSilo silo, object caller)
{
    public SliceOrder Order => order;

    public SimulatedSilo Silo => silo;

    public object Caller => caller;

    public TaskCompletionSource<SliceResult> Reply { get; } = new();

    /// <summary>Set when the sender has started on it.</summary>
    public Slice? Started { get; set; }

    /// <summary>Members that have an outcome.</summary>
    public List<DeliveryOutcome> Outcomes { get; } = [];

    /// <summary>The mail of the next member is with the provider.</summary>
    public bool OnTheWire { get; set; }

    public SliceMember Next => order.Members[Outcomes.Count];
}

internal sealed class StubProvider : IMailProvider
{
    public string Name => "smtp";

    public ProviderCapabilities Capabilities { get; } = new();

    public Task<IReadOnlyList<SendOutcome>> SendAsync(
        IReadOnlyList<OutgoingMessage> messages, SendWindow window, CancellationToken cancellationToken) => throw new NotSupportedException();
}

internal sealed class StubCatalog(IMailProvider? provider) : IMailProviderCatalog
{
    public IReadOnlyList<string> Names => provider is null ? [] : [provider.Name];

    public IMailProvider? Find(string name) => name == provider?.Name ? provider : null;

    public string? Problem(string name) => null;
}

internal sealed class CountedIds : IClaimIds
{
    private int _next;

    public Guid NextWriterId() => new(++_next, 0, 0, new byte[8]);

    public long NextClaimId() => ++_next;

    public double NextRoll() => 0.5;
}
