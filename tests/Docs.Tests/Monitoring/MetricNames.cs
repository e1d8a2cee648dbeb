using System.Text.RegularExpressions;
using EmailCampaign.Docs.Tests.Markdown;

namespace EmailCampaign.Docs.Tests.Monitoring;

/// <summary>The metrics that a query may ask for.</summary>
internal static partial class MetricNames
{
    public const string Guide = "docs/guides/metrics.md";

    private const string Recording = "observability/prometheus/rules/recording.yml";
    private const string Expected = "observability/prometheus/rules/expected.yml";

    /// <summary>The names that occur in a query and that nobody explains, or records.</summary>
    public static IEnumerable<string> Unknown(string query)
    {
        var known = Documented.Concat(Recorded).ToHashSet(StringComparer.Ordinal);
        return Name().Matches(Label().Replace(query, "")).Select(static match => match.Value)
            .Where(name => !known.Contains(name) && !known.Contains(Suffix().Replace(name, "")));
    }

    private static IEnumerable<string> Documented =>
        new[] { "metric", "runtime metric" }.SelectMany(static heading => MarkdownTable.Find(Guide, heading).Keys).Select(MarkdownTable.Plain);

    private static IEnumerable<string> Recorded =>
        new[] { Recording, Expected }.SelectMany(static file => Record().Matches(Repository.Read(file))).Select(static match => match.Groups["name"].Value);

    [GeneratedRegex(@"(email|campaign|provider|ledger|cluster|orleans|dotnet)_[a-z0-9_:]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"\{[^}]*\}|by \([^)]*\)", RegexOptions.None, 1000)]
    private static partial Regex Label();

    [GeneratedRegex("_(bucket|count|sum)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Suffix();

    [GeneratedRegex(@"record: (?<name>\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Record();
}
