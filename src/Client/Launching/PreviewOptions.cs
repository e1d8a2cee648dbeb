namespace EmailCampaign.Client.Launching;

/// <summary>The options of <c>preview</c> as they were typed.</summary>
internal sealed record PreviewOptions(
    string Contacts, string Template, int Row, string? Output, string From, string? EmailColumn, IReadOnlyList<string> Settings);
