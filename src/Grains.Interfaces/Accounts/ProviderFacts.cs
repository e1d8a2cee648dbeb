namespace EmailCampaign.Accounts;

/// <summary>What the settings make of a provider account or a route, without asking anybody.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.ProviderFacts")]
public sealed record ProviderFacts
{
    /// <summary>The account's or route's name, also where none was given.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>Why it cannot be used, as a sentence without secrets; null when it can.</summary>
    [Id(1)] public string? Problem { get; init; }

    /// <summary>Whether mail really leaves the machine, through any of its accounts.</summary>
    [Id(2)] public bool LeavesTheMachine { get; init; }

    /// <summary>What receivers will not like about mails of the sender, a sentence each.</summary>
    [Id(3)] public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Domains of envelope senders, where the settings decide them.</summary>
    [Id(4)] public IReadOnlyList<string> Envelopes { get; init; } = [];

    /// <summary>Names of the sender's domain's DKIM keys that its accounts sign with.</summary>
    [Id(5)] public IReadOnlyList<string> Selectors { get; init; } = [];
}
