namespace EmailCampaign.SystemTests.Monitoring;

/// <summary>The metrics that the guide explains, by table: ours, and those of the runtime.</summary>
internal sealed record MetricsGuide(IReadOnlyList<string> Own, IReadOnlyList<string> Runtime)
{
    public static MetricsGuide Read(string path)
    {
        var names = File.ReadLines(path).Where(static line => line.StartsWith("| `", StringComparison.Ordinal)).Select(static line => line.Split('`')[1]).ToList();
        return new([.. names.Where(static name => !IsRuntime(name))], [.. names.Where(IsRuntime)]);
    }

    public static bool IsRuntime(string name) => name.StartsWith("orleans_", StringComparison.Ordinal) || name.StartsWith("dotnet_", StringComparison.Ordinal);
}
