using System.Text;
using System.Text.RegularExpressions;
using EmailCampaign.Batches;
using EmailCampaign.Docs.Tests.Markdown;
using EmailCampaign.Telemetry;
using Prometheus;

namespace EmailCampaign.Docs.Tests;

/// <summary>The README's metrics are what a registry exposes: names, types and labels.</summary>
public sealed partial class ReadmeMetricsTests
{
    [Fact]
    public async Task Table_AgainstARegistry_IsComplete()
    {
        var documented = MarkdownTable.Find("README.md", "metric").Rows
            .Select(static row => $"{MarkdownTable.Plain(row[0])} {row[1]} ({row[2]})");

        Assert.Equal((await ExposedAsync()).Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    private static async Task<IEnumerable<string>> ExposedAsync()
    {
        var registry = Metrics.NewCustomRegistry();
        UseAll(new CampaignMetrics(registry));
        using var stream = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(stream, TestContext.Current.CancellationToken);
        var text = Encoding.UTF8.GetString(stream.ToArray());
        return TypeLine().Matches(text).Select(match =>
        {
            var name = match.Groups["name"].Value;
            var sample = text.Split('\n').First(line => line.StartsWith(name, StringComparison.Ordinal));
            var labels = LabelName().Matches(sample).Select(static label => label.Groups["name"].Value).Where(static label => label != "le");
            return $"{name} {match.Groups["type"].Value} ({string.Join(", ", labels)})";
        });
    }

    // A metric with labels shows itself once it has been used.
    private static void UseAll(CampaignMetrics metrics)
    {
        metrics.OnSent("smtp");
        metrics.OnFailed("smtp", "other");
        metrics.OnRetry("smtp", FailureReason.Fault);
        metrics.OnThrottled("smtp");
        metrics.OnSlice("smtp", 1, TimeSpan.FromSeconds(1));
        metrics.OnDead(FailureReason.Other, 1);
        metrics.OnInDoubt(1);
        metrics.OnLimitWait(TimeSpan.FromSeconds(1));
        metrics.OnImported(1, 1, 1);
        metrics.OnLedgerWrite(TimeSpan.FromSeconds(1));
        metrics.OnCircuit("smtp", 0);
        metrics.OnQueue(1, 1);
        metrics.Working().Dispose();
    }

    [GeneratedRegex(@"^# TYPE (?<name>\S+) (?<type>\S+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeLine();

    [GeneratedRegex("(?<name>[a-z_]+)=\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelName();
}
