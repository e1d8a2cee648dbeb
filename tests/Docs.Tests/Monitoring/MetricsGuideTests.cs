using System.Text;
using System.Text.RegularExpressions;
using EmailCampaign.Docs.Tests.Markdown;
using EmailCampaign.Telemetry;
using Prometheus;

namespace EmailCampaign.Docs.Tests.Monitoring;

/// <summary>The guide's metrics are what a registry exposes: names, types and labels. The system tests compare with a silo that runs.</summary>
public sealed partial class MetricsGuideTests
{
    [Fact]
    public async Task Table_AgainstARegistry_IsComplete()
    {
        var documented = MarkdownTable.Find(MetricNames.Guide, "metric").Rows
            .Select(static row => $"{MarkdownTable.Plain(row[0])} {row[1]} ({row[3]})");

        Assert.Equal((await ExposedAsync()).Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Table_OfEveryMetric_SaysUnitAndSince()
        => Assert.All(MarkdownTable.Find(MetricNames.Guide, "metric").Rows, static row =>
        {
            Assert.Equal(7, row.Count);
            Assert.All([row[2], row[4], row[5]], Assert.NotEmpty);
            Assert.Matches(@"^\d+\.\d+\.\d+$", row[6]);
        });

    private static async Task<IEnumerable<string>> ExposedAsync()
    {
        var registry = Metrics.NewCustomRegistry();
        new CampaignMetrics(registry).Account("smtp").SetQuotaUsed(0, 0); // the only series that are not there from the start
        using var stream = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(stream, TestContext.Current.CancellationToken);
        var text = Encoding.UTF8.GetString(stream.ToArray());
        return TypeLine().Matches(text).Select(match =>
        {
            var name = match.Groups["name"].Value;
            var sample = text.Split('\n').First(line => line.StartsWith(name, StringComparison.Ordinal));
            var labels = LabelName().Matches(sample).Select(static label => label.Groups["name"].Value).Where(static label => label != "le");
            var type = match.Groups["type"].Value;
            return labels.Any() ? $"{name} {type} ({string.Join(", ", labels)})" : $"{name} {type} ()";
        });
    }

    [GeneratedRegex(@"^# TYPE (?<name>\S+) (?<type>\S+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeLine();

    [GeneratedRegex("(?<name>[a-z_]+)=\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelName();
}
