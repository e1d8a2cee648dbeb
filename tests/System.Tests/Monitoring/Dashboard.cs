using System.Text.Json;

namespace EmailCampaign.SystemTests.Monitoring;

/// <summary>The queries of the dashboard, as Grafana would send them for all silos and accounts.</summary>
internal static class Dashboard
{
    /// <param name="path">The dashboard's file.</param>
    /// <param name="rateInterval">What stands for the span of rates.</param>
    /// <returns>Title and query of each target of each panel.</returns>
    public static IReadOnlyList<(string Title, string Query)> Queries(string path, string rateInterval)
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllBytes(path));
        return
        [
            .. dashboard.RootElement.GetProperty("panels").EnumerateArray()
                .Where(static panel => panel.TryGetProperty("targets", out _))
                .SelectMany(static panel => panel.GetProperty("targets").EnumerateArray()
                    .Select(target => (Title: panel.GetProperty("title").GetString()!, Query: target.GetProperty("expr").GetString()!)))
                .Select(target => (target.Title, Query: target.Query
                    .Replace("$__rate_interval", rateInterval, StringComparison.Ordinal)
                    .Replace("$silo", ".*", StringComparison.Ordinal)
                    .Replace("$provider", ".*", StringComparison.Ordinal))),
        ];
    }
}
