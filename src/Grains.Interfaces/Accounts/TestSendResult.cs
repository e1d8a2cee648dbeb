namespace EmailCampaign.Accounts;

/// <summary>What became of a test mail, and through which account.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.TestSendResult")]
public sealed record TestSendResult
{
    [Id(0)] public required TestSendOutcome Outcome { get; init; }

    /// <summary>The account that was tried; of a route, the first that can be used. Empty when there is none.</summary>
    [Id(1)] public string Account { get; init; } = "";

    /// <summary>The provider's id of an accepted mail, else its reply or what went wrong, on one line; may be empty.</summary>
    [Id(2)] public string Text { get; init; } = "";

    /// <summary>Whether the account really sends; one that writes files does not.</summary>
    [Id(3)] public bool LeavesTheMachine { get; init; } = true;

    /// <summary>When the provider wishes to be asked again; null when it did not say.</summary>
    [Id(4)] public TimeSpan? RetryAfter { get; init; }
}
