namespace EmailCampaign.Docs.Tests.Markdown;

/// <summary>The fenced code of a document.</summary>
internal static class CodeBlocks
{
    /// <summary>The lines between fences, trimmed, without empty ones.</summary>
    public static IEnumerable<string> Lines(string text)
    {
        var inside = false;
        foreach (var line in text.Split('\n').Select(static line => line.Trim()))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                inside = !inside;
            }
            else if (inside && line.Length > 0)
            {
                yield return line;
            }
        }
    }
}
