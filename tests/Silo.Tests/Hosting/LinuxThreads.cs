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

    /// <summary>The names of a process' threads, and the policies that threads of each name have.</summary>
    public static ILookup<string, int> Policies(int process)
        => System.IO.Directory.EnumerateDirectories($"/proc/{process}/task").ToLookup(static thread => File.ReadAllText(Path.Combine(thread, "comm")).Trim(), Policy);

    private static int Policy(string folder)
    {
        var text = File.ReadAllText(Path.Combine(folder, "stat"));
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' '); // a name may have spaces and brackets
        return int.Parse(fields[PolicyField - FirstFieldBehindName], CultureInfo.InvariantCulture);
    }
}
