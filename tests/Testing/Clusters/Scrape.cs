using System.Globalization;

namespace EmailCampaign.Testing.Clusters;

/// <summary>Reads metrics as Prometheus does.</summary>
public static class Scrape
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>All that is exposed.</summary>
    public static Task<string> TextAsync(int port) => Http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"));

    /// <summary>A counter or gauge, summed over its labels.</summary>
    public static async Task<double> CounterAsync(int port, string name)
    {
        return (await TextAsync(port)).Split('\n')
            .Where(line => line.StartsWith(name + "{", StringComparison.Ordinal) || line.StartsWith(name + " ", StringComparison.Ordinal))
            .Sum(static line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }
}
