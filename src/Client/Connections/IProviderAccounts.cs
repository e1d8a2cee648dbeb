namespace EmailCampaign.Client.Connections;

/// <summary>The provider accounts, as far as they are known before there is a connection.</summary>
internal interface IProviderAccounts
{
    /// <summary>The account of campaigns that name none (<c>Sending:MailProvider</c>).</summary>
    string DefaultName { get; }

    /// <summary>Answers for the accounts; null when the silos alone have them, so that a connection's desk is to be asked.</summary>
    IProviderDesk? Desk { get; }

    /// <summary>Why the account cannot be used, as a sentence without secrets; null when it can.</summary>
    string? Problem(string name);

    /// <summary>The folder that the mails of this account are written to, when it is one that sends nothing.</summary>
    string? Folder(string name);
}
