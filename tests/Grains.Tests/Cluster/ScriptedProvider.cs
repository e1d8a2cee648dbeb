using System.Collections.Concurrent;
using EmailCampaign.Mail.Domains;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Grains.Tests.Cluster;

/// <summary>A provider that answers as a test orders, and remembers what it was handed.</summary>
internal sealed class ScriptedProvider : IMailProvider, IMailProviderCatalog, IProviderAccount, IDisposable
{
    private readonly ConcurrentQueue<OutgoingMessage> _attempts = new();
    private readonly ConcurrentDictionary<string, int> _accepted = new();
    private readonly CancellationTokenSource _ended = new();
    private int _atWork;
    private int _mostAtWork;

    public string Name { get; init; } = "scripted";

    public ProviderCapabilities Capabilities { get; init; } = new();

    public IReadOnlyList<string> Names => [Name];

    /// <summary>The outcome of an attempt.</summary>
    public Func<OutgoingMessage, SendOutcome> Answer { get; set; } = static message => new SendOutcome.Accepted("id-" + message.MessageId);

    /// <summary>The outcome of every message of a call, where a test orders one.</summary>
    public Func<IReadOnlyList<OutgoingMessage>, SendOutcome?> AnswerAll { get; set; } = static _ => null;

    /// <summary>Awaited before each mail; a test holds mails on the wire by it.</summary>
    public Func<OutgoingMessage, Task> Before { get; set; } = static _ => Task.CompletedTask;

    /// <summary>What it warns of, whoever sends.</summary>
    public IReadOnlyList<string> Warned { get; init; } = [];

    public SenderRecords Known { get; init; } = SenderRecords.Unknown;

    /// <summary>What it says of itself.</summary>
    public ProviderAccountState State { get; init; } = new(ProviderAccountStatus.Ready, "It is there.");

    public IReadOnlyCollection<OutgoingMessage> Attempts => _attempts;

    /// <summary>Acceptances per address.</summary>
    public IReadOnlyDictionary<string, int> Accepted => _accepted;

    /// <summary>Slices that were at the provider at the same time, at most.</summary>
    public int MostAtWork => _mostAtWork;

    /// <summary>Lets go of the mails that a test holds on the wire, so that a test that failed ends too.</summary>
    public void End() => _ended.Cancel();

    /// <summary>Campaigns that were to be forgotten.</summary>
    public ConcurrentQueue<string> Forgotten { get; } = new();

    public Task ForgetAsync(string campaignId, CancellationToken cancellationToken)
    {
        Forgotten.Enqueue(campaignId);
        return Task.CompletedTask;
    }

    public IReadOnlyList<string> Warnings(Mailbox from) => Warned;

    public SenderRecords Records(Mailbox from) => Known;

    public Task<ProviderAccountState> AskAsync(CancellationToken cancellationToken) => Task.FromResult(State);

    public IMailProvider? Find(string name) => name == Name ? this : null;

    public string? Problem(string name) => name == Name ? null : $"There is no provider '{name}'.";

    public void Dispose() => _ended.Dispose();

    public async Task<IReadOnlyList<SendOutcome>> SendAsync(
        IReadOnlyList<OutgoingMessage> messages, SendWindow window, CancellationToken cancellationToken)
    {
        if (AnswerAll(messages) is { } all)
        {
            return [.. messages.Select(_ => all)];
        }

        var atWork = Interlocked.Increment(ref _atWork);
        for (var most = _mostAtWork; atWork > most; most = _mostAtWork)
        {
            Interlocked.CompareExchange(ref _mostAtWork, atWork, most);
        }

        var outcomes = new List<SendOutcome>(messages.Count);
        var stopped = false;
        foreach (var message in messages)
        {
            if (stopped || !window.IsOpen)
            {
                outcomes.Add(SendOutcome.NotAttempted.Instance);
                continue;
            }

            try
            {
                await Before(message).WaitAsync(_ended.Token);
            }
            catch (OperationCanceledException) when (_ended.IsCancellationRequested)
            {
                stopped = true;
                outcomes.Add(SendOutcome.NotAttempted.Instance);
                continue;
            }

            _attempts.Enqueue(message);
            var outcome = Answer(message);
            if (outcome is SendOutcome.Accepted)
            {
                _accepted.AddOrUpdate(message.To, 1, static (_, count) => count + 1);
            }

            stopped = outcome is SendOutcome.Throttled or SendOutcome.Refused or SendOutcome.Unreachable;
            outcomes.Add(outcome);
        }

        Interlocked.Decrement(ref _atWork);
        return outcomes;
    }
}
