using System.Globalization;
using System.Text;
using Prometheus;

namespace EmailCampaign.Grains.Tests.Telemetry;

/// <summary>What a registry exposes, as a scrape reads it.</summary>
internal static class Exposition
{
    public static async Task<string> TextAsync(CollectorRegistry registry, ExpositionFormat format = ExpositionFormat.PrometheusText)
    {
        using var stream = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(stream, format, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The value of a series; null when it is not there.</summary>
    public static async Task<double?> ValueAsync(CollectorRegistry registry, string series)
    {
        var line = (await TextAsync(registry)).Split('\n').FirstOrDefault(line => line.StartsWith(series + " ", StringComparison.Ordinal));
        return line is null ? null : double.Parse(line[(series.Length + 1)..], CultureInfo.InvariantCulture);
    }
}
