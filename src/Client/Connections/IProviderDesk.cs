using EmailCampaign.Accounts;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Client.Connections;

/// <summary>The provider accounts, asked where their settings are: here, or on a silo of a cluster. No name means the usual one.</summary>
/// <exception cref="SiloLostException">Thrown by every method but <see cref="SendAsync"/> when the silo on the other side is gone.</exception>
internal interface IProviderDesk
{
    /// <summary>The accounts that have settings, and those of <c>Sending:MailProvider</c>.</summary>
    Task<IReadOnlyList<string>> GetNamesAsync();

    /// <summary>What the settings make of an account or a route; nobody is asked.</summary>
    Task<ProviderFacts> DescribeAsync(string name, Mailbox from);

    /// <summary>Makes the cheapest real call to an account. Sends nothing; safe to repeat.</summary>
    Task<AccountState> AskAsync(string name, CancellationToken cancellationToken);

    /// <summary>Makes one attempt to send one mail, and never another.</summary>
    Task<TestSendResult> SendAsync(string name, TestMail mail, CancellationToken cancellationToken);
}
