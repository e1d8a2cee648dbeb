using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace EmailCampaign.LoadTest.Measuring;

/// <summary>What the operating system knows about child processes.</summary>
internal static partial class ChildUsage
{
    private const int Children = -1;

    /// <summary>
    /// CPU time of all child processes that have ended, and of theirs. Null on Windows, where a process can be asked after its end.
    /// </summary>
    public static TimeSpan? CpuOfEndedChildren() => OperatingSystem.IsWindows() || GetResourceUsage(Children, out var usage) != 0
        ? null
        : usage.User.ToTimeSpan() + usage.System.ToTimeSpan();

    /// <summary>Processor time of a process that runs; null when it has ended.</summary>
    public static TimeSpan? Cpu(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.TotalProcessorTime;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Time that all processors of this machine were busy since its start; null where the system does not tell.</summary>
    public static TimeSpan? CpuOfMachine()
    {
        const int TicksPerSecond = 100; // USER_HZ, in which Linux tells it
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        // cpu user nice system idle iowait irq softirq steal ...: idle and iowait are no work.
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Select(static field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        return TimeSpan.FromSeconds((double)(fields.Sum() - fields[3] - fields[4]) / TicksPerSecond);
    }

    /// <summary>Most physical memory that the running process has had so far, in bytes; 0 when it has just ended.</summary>
    public static long PeakMemory(int processId)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/status"))
                    .FirstOrDefault(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                return line is null ? 0 : long.Parse(line.AsSpan("VmHWM:".Length, line.Length - "VmHWM: kB".Length), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) * 1024;
            }

            using var process = Process.GetProcessById(processId);
            return process.PeakWorkingSet64;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or InvalidOperationException)
        {
            return 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetResourceUsage(int who, out ResourceUsage usage);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeValue
    {
        private readonly nint _seconds;
        private readonly nint _microseconds;

        // macOS has 32 bits of microseconds and padding behind them.
        public TimeSpan ToTimeSpan() => TimeSpan.FromSeconds(_seconds) + TimeSpan.FromMicroseconds((int)_microseconds);
    }

    // struct rusage: two times and fourteen longs that are not asked for.
    [StructLayout(LayoutKind.Sequential, Size = 32 + (14 * 8))]
    private readonly struct ResourceUsage
    {
        public readonly TimeValue User;
        public readonly TimeValue System;
    }
}
