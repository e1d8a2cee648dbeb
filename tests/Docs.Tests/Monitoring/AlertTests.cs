using System.Text.RegularExpressions;
using EmailCampaign.Docs.Tests.Markdown;

namespace EmailCampaign.Docs.Tests.Monitoring;

/// <summary>Every alert has a page that says what to do, a line in the guide, and cases that make it fire and keep it quiet.</summary>
public sealed partial class AlertTests
{
    private const string Rules = "observability/prometheus/rules/alerts.yml";
    private const string Cases = "observability/prometheus/tests/alerts.yml";

    public static TheoryData<string> Names => [.. Alert().Matches(Repository.Read(Rules)).Select(static match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Alert_OfTheRules_HasARunbookThatSaysWhatItMeansHowToLookAndWhatToDo(string name)
    {
        var page = Repository.Read($"docs/runbooks/{name}.md");

        Assert.StartsWith($"# {name}\n\n**Means:** ", page, StringComparison.Ordinal);
        Assert.Contains("\n## Look\n", page, StringComparison.Ordinal);
        Assert.Contains("\n## Do\n", page, StringComparison.Ordinal);
        Assert.Contains($"runbook: docs/runbooks/{name}.md\n", Repository.Read(Rules), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Alert_OfTheRules_IsSeenToFireAndToKeepQuiet(string name)
    {
        var cases = Case().Matches(Repository.Read(Cases)).Where(match => match.Groups["name"].Value == name).Select(static match => match.Groups["alerts"].Value).ToList();

        Assert.Contains("", cases);
        Assert.Contains(" []", cases);
    }

    [Fact]
    public void Runbooks_AndTheGuide_KnowTheAlertsOfTheRulesAndNoOthers()
    {
        var names = Names.Select(static row => row.Data).Order(StringComparer.Ordinal).ToList();
        var pages = System.IO.Directory.GetFiles(Path.Combine(Repository.Root, "docs", "runbooks"), "*.md").Select(Path.GetFileNameWithoutExtension);
        var explained = MarkdownTable.Find(MetricNames.Guide, "alert").Keys.Select(static cell => cell.Split('`')[1]);

        Assert.Equal(names, pages.OfType<string>().Order(StringComparer.Ordinal));
        Assert.Equal(names, explained.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("alerts.yml")]
    [InlineData("recording.yml")]
    public void Expressions_OfTheRules_AskForMetricsThatAreExplained(string file)
        => Assert.Empty(MetricNames.Unknown(Prose().Replace(Repository.Read($"observability/prometheus/rules/{file}"), "")));

    [GeneratedRegex(@"- alert: (?<name>\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Alert();

    [GeneratedRegex(@"alertname: (?<name>\S+)\n +exp_alerts:(?<alerts>.*)\n", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Case();

    [GeneratedRegex("^ *(#|summary:|runbook:).*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Prose();
}
