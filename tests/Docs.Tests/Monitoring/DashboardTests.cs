using System.Text.Json;
using System.Text.RegularExpressions;
using EmailCampaign.Docs.Tests.Markdown;

namespace EmailCampaign.Docs.Tests.Monitoring;

/// <summary>The dashboard fits the data sources beside it, has only panels that a current Grafana has, and asks for metrics that there are.</summary>
public sealed partial class DashboardTests : IDisposable
{
    private static readonly string[] Types = ["row", "stat", "timeseries", "state-timeline", "text"];

    private readonly JsonDocument _dashboard = JsonDocument.Parse(Repository.Read("grafana/provisioning/dashboards/email-dashboard.json"));

    private List<JsonElement> Panels => [.. _dashboard.RootElement.GetProperty("panels").EnumerateArray()];

    private string Text => _dashboard.RootElement.GetRawText();

    public void Dispose() => _dashboard.Dispose();

    [Fact]
    public void Panels_OfTheDashboard_AreOfKnownTypesAndHaveAPlaceOfTheirOwn()
    {
        Assert.All(Panels, static panel => Assert.Contains(panel.GetProperty("type").GetString(), Types));
        Assert.Equal(Panels.Count, Panels.Select(static panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        var taken = new HashSet<(int X, int Y)>();
        Assert.All(Panels, panel =>
        {
            var place = panel.GetProperty("gridPos");
            var (x, y) = (place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32());
            Assert.InRange(x + place.GetProperty("w").GetInt32(), 1, 24);
            for (var right = x; right < x + place.GetProperty("w").GetInt32(); right++)
            {
                for (var down = y; down < y + place.GetProperty("h").GetInt32(); down++)
                {
                    Assert.True(taken.Add((right, down)), $"{panel.GetProperty("title")} lies over another panel.");
                }
            }
        });
    }

    [Fact]
    public void DataSources_OfTheDashboard_AreProvisioned()
    {
        var provisioned = Uid().Matches(Repository.Read("grafana/provisioning/datasources/datasources.yaml")).Select(static match => match.Groups["uid"].Value).ToList();

        Assert.Equal(["prometheus", "tempo", "alertmanager"], provisioned);
        Assert.All(DataSource().Matches(Text).Select(static match => match.Groups["uid"].Value).Where(static uid => uid != "-- Grafana --"),
            uid => Assert.Contains(uid, provisioned));
        Assert.All(Panels.Where(static panel => panel.TryGetProperty("targets", out _)), static panel => Assert.All(panel.GetProperty("targets").EnumerateArray(),
            static target => Assert.Equal("prometheus", target.GetProperty("datasource").GetProperty("uid").GetString())));
    }

    [Fact]
    public void Queries_OfTheDashboard_AskForMetricsThatAreExplained()
        => Assert.All(
            Panels.Where(static panel => panel.TryGetProperty("targets", out _)).SelectMany(static panel => panel.GetProperty("targets").EnumerateArray()),
            static target => Assert.Empty(MetricNames.Unknown(target.GetProperty("expr").GetString()!)));

    [Fact]
    public void Metrics_OfTheGuide_AreEachShownByAPanel()
    {
        var queries = string.Join('\n', Panels.Where(static panel => panel.TryGetProperty("targets", out _))
            .SelectMany(static panel => panel.GetProperty("targets").EnumerateArray()).Select(static target => target.GetProperty("expr").GetString()));

        Assert.All(MarkdownTable.Find(MetricNames.Guide, "metric").Keys.Select(MarkdownTable.Plain), name => Assert.Contains(name, queries, StringComparison.Ordinal));
    }

    [Fact]
    public void Variables_OfTheDashboard_AreTheOnesThatItUses()
    {
        var declared = _dashboard.RootElement.GetProperty("templating").GetProperty("list").EnumerateArray().Select(static variable => variable.GetProperty("name").GetString()!);
        var used = Variable().Matches(Text).Select(static match => match.Groups["name"].Value).Where(static name => !name.StartsWith("__", StringComparison.Ordinal));

        Assert.Equal(declared.Order(StringComparer.Ordinal), used.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Links_ToRunbooks_LeadToPagesAndToAllOfThem()
    {
        var linked = Runbook().Matches(Text).Select(static match => match.Groups["page"].Value).Distinct(StringComparer.Ordinal);
        var pages = System.IO.Directory.GetFiles(Path.Combine(Repository.Root, "docs", "runbooks")).Select(Path.GetFileName);

        Assert.Equal(pages.Order(StringComparer.Ordinal), linked.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"uid: (?<uid>\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Uid();

    [GeneratedRegex(@"""uid"":\s*""(?<uid>[^""]+)""\s*\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DataSource();

    [GeneratedRegex(@"\$\{?(?<name>[a-z_]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\$\{runbooks\}/(?<page>\w+\.md)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Runbook();
}
