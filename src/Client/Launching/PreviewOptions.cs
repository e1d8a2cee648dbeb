namespace EmailCampaign.Client.Launching;

/// <summary>The options of <c>preview</c> as they were typed.</summary>
internal sealed record PreviewOptions
{
    public required string Contacts { get; init; }

    public required TemplateChoice Template { get; init; }

    public int Row { get; init; } = 1;

    public string? Output { get; init; }

    public required string From { get; init; }

    public string? ReplyTo { get; init; }

    public string? EmailColumn { get; init; }

    public IReadOnlyList<string> Settings { get; init; } = [];
}
