using EmailCampaign.Client.Connections;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Client.Tests.Fixtures;

/// <summary>Hands out connections one after another; the last one stays.</summary>
internal sealed class FakeConnector(params IEnumerable<Connecting> answers) : IConnector, IProviderAccounts
{
    private readonly Queue<Connecting> _answers = new(answers);

    /// <summary>Whether each connection was asked to send.</summary>
    public List<bool> Asked { get; } = [];

    public string? BadSettings { get; set; }

    public List<string> AccountWarnings { get; } = [];

    public string DefaultName => "outbox";

    public IReadOnlyList<string> Warnings(string name, Mailbox from) => AccountWarnings;

    public string? Problem(string name) => name is "outbox" or "smtp" ? null : $"There is no provider '{name}'.";

    public string? Folder(string name) => name == "outbox" ? "/data/outbox" : null;

    public IReadOnlyList<string> Names => ["outbox", "smtp"];

    /// <summary>What the accounts say of themselves; one that says nothing is ready.</summary>
    public Dictionary<string, ProviderAccountState> States { get; } = [];

    public Task<ProviderAccountState> AskAsync(string name, CancellationToken cancellationToken)
        => Task.FromResult(States.GetValueOrDefault(name) ?? new ProviderAccountState(ProviderAccountStatus.Ready, "It is there."));

    public SettingsReading ReadSettings(GlobalSettings settings)
        => BadSettings is { } bad ? new SettingsReading.Bad(bad) : new SettingsReading.Read(this);

    public Task<Connecting> ConnectAsync(GlobalSettings settings, bool sends, Action<string> say, CancellationToken cancellationToken)
    {
        Asked.Add(sends);
        return Task.FromResult(_answers.Count > 1 ? _answers.Dequeue() : _answers.Peek());
    }
}
