using System.Globalization;

namespace EmailCampaign.Silo.Tests.Hosting;

/// <summary>What Linux says of threads under <c>/proc</c> (proc_pid_stat(5)).</summary>
internal static class LinuxThreads
{
    public const int OrdinaryPolicy = 0;
    public const int BatchPolicy = 3;
    private const int PolicyField = 41;
    private const int FirstFieldBehindName = 3;

    /// <summary>Whether this machine gives turns of a length that is asked for to whoever asks.</summary>
    public static bool HaveTurns => OperatingSystem.IsLinux() && Environment.OSVersion.Version >= new Version(6, 12)
        && File.ReadLines("/proc/self/status").Contains("Seccomp:\t0") && Policy("/proc/self") == OrdinaryPolicy;

    /// <summary>The policy of the calling thread.</summary>
    public static int Policy() => Policy("/proc/thread-self");

    /// <summary>How long the turns of the calling thread are, as the kernel says it in ns; empty where it does not.</summary>
    public static string Turn() => Turn("/proc/thread-self");

    /// <summary>A process' threads: name, policy and turn of each. One that ends meanwhile is left out.</summary>
    public static IReadOnlyList<(string Name, int Policy, string Turn)> Of(int process)
    {
        var threads = new List<(string, int, string)>();
        foreach (var thread in System.IO.Directory.EnumerateDirectories($"/proc/{process}/task"))
        {
            try
            {
                threads.Add((File.ReadAllText(Path.Combine(thread, "comm")).Trim(), Policy(thread), Turn(thread)));
            }
            catch (IOException)
            {
                // It has ended.
            }
        }

        return threads;
    }

    private static string Turn(string folder)
    {
        var file = Path.Combine(folder, "sched");
        return File.Exists(file) ? File.ReadLines(file).FirstOrDefault(static line => line.StartsWith("se.slice", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "" : "";
    }

    private static int Policy(string folder)
    {
        var text = File.ReadAllText(Path.Combine(folder, "stat"));
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' '); // a name may have spaces and brackets
        return int.Parse(fields[PolicyField - FirstFieldBehindName], CultureInfo.InvariantCulture);
    }
}
