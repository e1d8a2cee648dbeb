using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Client.Connections;

/// <summary>The provider accounts of the settings.</summary>
internal interface IProviderAccounts
{
    /// <summary>The account of campaigns that name none (<c>Sending:MailProvider</c>).</summary>
    string DefaultName { get; }

    /// <summary>Why the account cannot be used, as a sentence without secrets; null when it can.</summary>
    string? Problem(string name);

    /// <summary>What receivers will not like about mails of this sender through the account, a sentence each; nothing when the silos alone know it.</summary>
    IReadOnlyList<string> Warnings(string name, Mailbox from) => [];

    /// <summary>The folder that the mails of this account are written to, when it is one that sends nothing.</summary>
    string? Folder(string name);

    /// <summary>The accounts that have settings, and those behind <see cref="DefaultName"/>.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Makes the cheapest real call to the account, and says what it found. Sends nothing; safe to repeat.</summary>
    Task<ProviderAccountState> AskAsync(string name, CancellationToken cancellationToken);
}
