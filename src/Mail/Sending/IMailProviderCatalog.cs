namespace EmailCampaign.Mail.Sending;

/// <summary>The provider accounts and routes of this silo, by name.</summary>
public interface IMailProviderCatalog
{
    /// <summary>Accounts, then routes.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>The accounts that the settings speak of; the others are there with what their kind has by itself.</summary>
    IReadOnlyList<string> Configured => Names;

    /// <summary>The account of this name; null when there is none.</summary>
    IMailProvider? Find(string name);

    /// <summary>The accounts that a campaign with this name sends through: the account itself, or the legs of a route; empty when it is neither.</summary>
    IReadOnlyList<RouteLeg> Legs(string name) => Find(name) is null ? [] : [new RouteLeg(name)];

    /// <summary>Why the account or route cannot be used (a setting that is missing), as a sentence without secrets; null when it can.</summary>
    string? Problem(string name);

    /// <summary>The account's limits as the settings have them.</summary>
    SendLimits Limits(string account) => SendLimits.None;
}
