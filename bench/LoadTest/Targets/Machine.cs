using System.Globalization;
using System.Runtime.InteropServices;
using EmailCampaign.Testing.Containers;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.LoadTest.Targets;

/// <summary>Where and of what something was measured.</summary>
/// <param name="Commit">Of the source tree; with a plus sign when there are changes that are not committed.</param>
/// <param name="Load">Of the last minute, when it began: what else the machine did.</param>
internal sealed record Machine(DateTimeOffset At, string Commit, string System, string Processor, int Processors, double MemoryGibibytes, bool IsVirtual, string Runtime, string Load)
{
    public static async Task<Machine> LookAsync()
    {
        var cpu = await ReadAsync("/proc/cpuinfo");
        return new(
            TimeProvider.System.GetUtcNow(),
            await CommitAsync(),
            RuntimeInformation.OSDescription,
            Value(cpu, "model name"),
            Environment.ProcessorCount,
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024),
            Value(cpu, "flags").Split(' ').Contains("hypervisor"),
            RuntimeInformation.FrameworkDescription,
            (await ReadAsync("/proc/loadavg")).Split(' ')[0]);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{At:yyyy-MM-dd HH:mm} UTC, commit {Commit}, {Processors} processors ({Processor}{(IsVirtual ? ", virtual" : "")}), {MemoryGibibytes:0} GiB, {System}, {Runtime}, load before {Load}");

    // Of Linux; another system tells less.
    private static async Task<string> ReadAsync(string path) => File.Exists(path) ? await File.ReadAllTextAsync(path) : "";

    private static string Value(string text, string name)
        => text.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "";

    private static async Task<string> CommitAsync()
    {
        if (ForeignTool.Find("git") is not { } git)
        {
            return "unknown";
        }

        await using var process = RunningProcess.Start(git, ["describe", "--always", "--dirty=+", "--exclude=*"], SourceTree.Root);
        return await process.ExitAsync() == 0 ? process.Output.Trim() : "unknown";
    }
}
