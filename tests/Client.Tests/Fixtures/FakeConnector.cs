using EmailCampaign.Client.Connections;
using EmailCampaign.Silo.Configuration;

namespace EmailCampaign.Client.Tests.Fixtures;

/// <summary>Hands out connections one after another; the last one stays.</summary>
internal sealed class FakeConnector(params IEnumerable<Connecting> answers) : IConnector, IProviderAccounts
{
    private readonly Queue<Connecting> _answers = new(answers);

    /// <summary>Whether each connection was asked to send.</summary>
    public List<bool> Asked { get; } = [];

    public string? BadSettings { get; set; }

    /// <summary>Whether the settings here have the accounts; without them it is a cluster, whose connection is asked.</summary>
    public bool KnowsAccounts { get; set; } = true;

    public FakeDesk Accounts { get; } = new();

    public DomainOptions Domains { get; } = new();

    public IProviderDesk? Desk => KnowsAccounts ? Accounts : null;

    public string DefaultName => KnowsAccounts ? "outbox" : "";

    public string? Problem(string name) => !KnowsAccounts || name is "outbox" or "smtp" ? null : $"There is no provider '{name}'.";

    public string? Folder(string name) => name == "outbox" ? "/data/outbox" : null;

    public SettingsReading ReadSettings(GlobalSettings settings)
        => BadSettings is { } bad ? new SettingsReading.Bad(bad) : new SettingsReading.Read(this, Domains);

    public Task<Connecting> ConnectAsync(GlobalSettings settings, bool sends, Action<string> say, CancellationToken cancellationToken)
    {
        Asked.Add(sends);
        return Task.FromResult(_answers.Count > 1 ? _answers.Dequeue() : _answers.Peek());
    }
}
