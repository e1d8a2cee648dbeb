namespace EmailCampaign.LoadTest;

/// <summary>What is to be measured.</summary>
internal sealed record LoadTestOptions
{
    /// <summary>An SMTP server on this machine; null for the built-in sink.</summary>
    public SmtpTarget? Smtp { get; init; }

    public required int Contacts { get; init; }

    /// <summary>Senders of the campaign, and connections of the bare loop.</summary>
    public required int Workers { get; init; }

    public required int Runs { get; init; }

    public bool BareMailKit { get; init; }

    public IReadOnlyList<string> Peers { get; init; } = [];

    public bool Json { get; init; }
}
