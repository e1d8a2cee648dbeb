using EmailCampaign.Campaigns;

namespace EmailCampaign.Accounts;

/// <summary>One rendered mail to one address, to try an account with. Its text is a person's: it is kept and logged nowhere.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.TestMail")]
public sealed record TestMail
{
    [Id(0)] public required Sender From { get; init; }

    [Id(1)] public string? ReplyTo { get; init; }

    /// <summary>In its form for the wire.</summary>
    [Id(2)] public required string To { get; init; }

    [Id(3)] public required string Subject { get; init; }

    [Id(4)] public string? Html { get; init; }

    [Id(5)] public required string Text { get; init; }

    /// <summary>The campaign's headers, rendered.</summary>
    [Id(6)] public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    [Id(7)] public IReadOnlyList<AttachedFile> Attachments { get; init; } = [];

    /// <summary>Names this mail alone: in its Message-ID, and as the key under which a provider drops a repeat.</summary>
    [Id(8)] public required string Token { get; init; }

    /// <summary>Line of the contact that it was rendered for.</summary>
    [Id(9)] public int Line { get; init; }
}
