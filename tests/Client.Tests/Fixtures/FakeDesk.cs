using EmailCampaign.Accounts;
using EmailCampaign.Client.Connections;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Client.Tests.Fixtures;

/// <summary>Accounts that say what a test tells them to.</summary>
internal sealed class FakeDesk : IProviderDesk
{
    public ProviderFacts Facts { get; set; } = new() { Name = "outbox" };

    /// <summary>What the accounts say of themselves; one that says nothing is ready.</summary>
    public Dictionary<string, AccountState> States { get; } = [];

    public TestSendResult Result { get; set; } = new() { Outcome = TestSendOutcome.Accepted, Account = "smtp", Text = "queued as 7" };

    /// <summary>The accounts that were described, in turn.</summary>
    public List<string> Described { get; } = [];

    /// <summary>The test mails, each with the account that was named.</summary>
    public List<(string Provider, TestMail Mail)> Mails { get; } = [];

    /// <summary>Thrown by a description.</summary>
    public Exception? Fault { get; set; }

    public Task<IReadOnlyList<string>> GetNamesAsync() => Task.FromResult<IReadOnlyList<string>>(["outbox", "smtp"]);

    public Task<ProviderFacts> DescribeAsync(string name, Mailbox from)
    {
        Described.Add(name);
        return Fault is { } fault ? Task.FromException<ProviderFacts>(fault) : Task.FromResult(Facts);
    }

    public Task<AccountState> AskAsync(string name, CancellationToken cancellationToken) => Task.FromResult(
        States.GetValueOrDefault(name) ?? (name is "outbox" or "smtp"
            ? new AccountState { Account = name, Status = AccountStatus.Ready, Sentence = "It is there." }
            : new AccountState { Account = name, Status = AccountStatus.Refuses, Sentence = $"There is no provider '{name}'.", Asked = false }));

    public Task<TestSendResult> SendAsync(string name, TestMail mail, CancellationToken cancellationToken)
    {
        Mails.Add((name, mail));
        return Task.FromResult(Result);
    }
}
