namespace EmailCampaign.Client.Launching;

/// <summary>A template and what it is filled with, as it was typed.</summary>
internal sealed record TemplateChoice(string Folder)
{
    /// <summary>Name of the campaign; the folder's when there is none.</summary>
    public string? Name { get; init; }

    public IReadOnlyList<string> Headers { get; init; } = [];
}
