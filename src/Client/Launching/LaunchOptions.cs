namespace EmailCampaign.Client.Launching;

/// <summary>The options of <c>launch</c> as they were typed.</summary>
internal sealed record LaunchOptions
{
    public required string Contacts { get; init; }

    public required string Template { get; init; }

    public required string From { get; init; }

    public string? Name { get; init; }

    public string? Id { get; init; }

    public string? Provider { get; init; }

    public string? Rate { get; init; }

    public string? At { get; init; }

    public string? Guarantee { get; init; }

    public string? EmailColumn { get; init; }

    public IReadOnlyList<string> Settings { get; init; } = [];

    public string? ReplyTo { get; init; }

    public IReadOnlyList<string> Headers { get; init; } = [];

    public bool Watch { get; init; } = true;

    public bool DryRun { get; init; }

    public bool Again { get; init; }

    /// <summary>Whether the DNS may be asked about the sender's domain.</summary>
    public bool ChecksDomain { get; init; } = true;
}
