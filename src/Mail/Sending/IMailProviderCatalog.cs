namespace EmailCampaign.Mail.Sending;

/// <summary>The provider accounts of this silo, by name.</summary>
public interface IMailProviderCatalog
{
    IReadOnlyList<string> Names { get; }

    /// <summary>The account of this name; null when there is none.</summary>
    IMailProvider? Find(string name);

    /// <summary>Why the account cannot be used (a setting that is missing), as a sentence without secrets; null when it can.</summary>
    string? Problem(string name);
}
