namespace EmailCampaign.Mail.Templates;

/// <summary>What a template is compiled for: the names it may use, and the values that are the same for every row.</summary>
public sealed record TemplateInput
{
    /// <summary>Column names of the CSV, in its order.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Values given with <c>--set key=value</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The value of <c>campaign</c>.</summary>
    public required string CampaignName { get; init; }

    /// <summary>
    /// The campaign's start: the value of <c>now</c> and of <c>"now" | date</c>, so that a mail rendered again after a crash is
    /// the same mail. Shown in UTC.
    /// </summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Additional headers; the values may be Liquid.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
