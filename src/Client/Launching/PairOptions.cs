using EmailCampaign.Client.Parsing;

namespace EmailCampaign.Client.Launching;

/// <summary>The options that hold a name and a value and may be repeated; what is wrong with each goes to the list.</summary>
internal static class PairOptions
{
    /// <summary>The headers of <c>--header</c>, in their order.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Headers(IReadOnlyList<string> texts, ProblemList problems)
        => [.. Read(texts, PairText.ParseHeader, problems)];

    /// <summary>The variables of <c>--set</c>, each given once.</summary>
    public static IReadOnlyDictionary<string, string> Settings(IReadOnlyList<string> texts, ProblemList problems)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in Read(texts, PairText.ParseSetting, problems))
        {
            if (!settings.TryAdd(key, value))
            {
                problems.Add($"--set {key} is given twice.");
            }
        }

        return settings;
    }

    private static IEnumerable<KeyValuePair<string, string>> Read(
        IReadOnlyList<string> texts, Func<string, Parsed<KeyValuePair<string, string>>> parse, ProblemList problems)
    {
        foreach (var text in texts)
        {
            if (problems.Take(parse(text)) is { Key: not null } pair)
            {
                yield return pair;
            }
        }
    }
}
