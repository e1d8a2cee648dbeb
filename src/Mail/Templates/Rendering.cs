namespace EmailCampaign.Mail.Templates;

/// <summary>What came of rendering a template for one row.</summary>
public abstract record Rendering
{
    private Rendering()
    {
    }

    /// <param name="Subject">One line, trimmed, without control characters. May be empty.</param>
    /// <param name="Html">Null when the template has no HTML body.</param>
    /// <param name="Text">Always present.</param>
    /// <param name="Headers">The campaign's headers, each value one line that the header rules allow.</param>
    /// <param name="EmptyVariables">Columns that the template uses and that are empty in this row.</param>
    public sealed record Rendered(
        string Subject,
        string? Html,
        string Text,
        IReadOnlyList<KeyValuePair<string, string>> Headers,
        IReadOnlyList<string> EmptyVariables) : Rendering;

    /// <summary>This row does not render; the same row would fail in the same way again.</summary>
    public sealed record Failed(string File, string Problem) : Rendering;
}
