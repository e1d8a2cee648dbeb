namespace EmailCampaign.Client.Launching;

/// <summary>The options of <c>test-send</c> as they were typed.</summary>
internal sealed record TestSendOptions
{
    public required string Contacts { get; init; }

    public required TemplateChoice Template { get; init; }

    public required string From { get; init; }

    /// <summary>Who gets the mail, instead of the contact that it is rendered for.</summary>
    public required string To { get; init; }

    public int Row { get; init; } = 1;

    public string? Provider { get; init; }

    public string? ReplyTo { get; init; }

    public string? EmailColumn { get; init; }

    public IReadOnlyList<string> Settings { get; init; } = [];
}
