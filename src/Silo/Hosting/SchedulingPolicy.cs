using System.Globalization;
using System.Runtime.InteropServices;

namespace EmailCampaign.Silo.Hosting;

/// <summary>
/// How Linux shares its processors among this process' threads and others: as work in bulk (SCHED_BATCH, sched(7)), in turns of up to 100 ms. A thread that has something
/// to do again waits for its turn instead of interrupting another silo's, and one that runs goes on while it has work, so that the processor's caches hold one program's code and data for longer.
/// Programs that do not ask for this, a database or a mail server beside the silo, keep their share, and may interrupt until they have had it.
/// </summary>
public static partial class SchedulingPolicy
{
    internal const int Ordinary = 0; // SCHED_OTHER
    internal const int Batch = 3; // SCHED_BATCH
    private const int CallingThread = 0;
    private const ulong Turn = 100_000_000; // ns; the kernel grants no longer ones

    // The C libraries have no functions for the two calls, or only lately (glibc 2.41), and each processor has numbers of its own for them.
    private static readonly (nint Set, nint Get)? Calls = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => (314, 315),
        Architecture.Arm64 => (274, 275),
        _ => null,
    };

    /// <summary>
    /// Applies it to the threads that the process has, and to those that the calling one starts, and they; a program says so first. Repeated, it changes nothing.
    /// </summary>
    /// <returns>
    /// Whether it applies now. Not where there is no such thing: on other systems, before Linux 6.12 (which knows no turns; without them the policy gains nothing), and in a
    /// sandbox that does not allow it; nor where whoever started the program chose another policy than the ordinary one. Then all is as it was.
    /// </returns>
    public static bool UseBatch()
    {
        try
        {
            if (!UseBatchHere())
            {
                return false;
            }
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return false; // a C library of another kind
        }

        foreach (var thread in Threads())
        {
            // The runtime's own, which were there before: its collector and compiler. One that ends meanwhile, or has another policy, is left alone.
            if (Read(thread) is { Policy: Ordinary } before)
            {
                Write(thread, before with { Policy = Batch, Runtime = Turn });
            }
        }

        return true;
    }

    /// <summary>Applies it to the calling thread and to those that it starts.</summary>
    /// <param name="turn">How long a turn is asked for, ns.</param>
    /// <returns>As <see cref="UseBatch"/>; it does not apply either when the kernel gives turns of another length.</returns>
    internal static bool UseBatchHere(ulong turn = Turn)
    {
        if (!OperatingSystem.IsLinux() || Calls is null)
        {
            return false;
        }

        if (Read(CallingThread) is not { Policy: Ordinary } before)
        {
            return IsOurs(Read(CallingThread), turn);
        }

        // The C library remembers a thread's policy, gives it to the threads that this one starts, and the runtime sets what it says there once more: so it has to know first.
        if (SetPolicy(Batch) && Write(CallingThread, before with { Policy = Batch, Runtime = turn }) && IsOurs(Read(CallingThread), turn))
        {
            return true;
        }

        // Turns as the kernel thinks best, which is not to be told apart from a length that was asked for, unless it is another.
        if (Write(CallingThread, before with { Runtime = 0 }) && Read(CallingThread)?.Runtime != before.Runtime)
        {
            Write(CallingThread, before);
        }

        SetPolicy(Ordinary);
        return false;
    }

    /// <summary>Gives the calling thread a policy as its starter might have.</summary>
    /// <returns>Whether the system allows it.</returns>
    internal static bool SetPolicy(int policy)
    {
        var priority = 0; // both policies have no other
        return SetPolicy(Self(), policy, ref priority) == 0;
    }

    private static IEnumerable<int> Threads()
    {
        try
        {
            return [.. System.IO.Directory.EnumerateDirectories("/proc/self/task").Select(static path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return []; // a machine that does not show them
        }
    }

    private static bool IsOurs(Attributes? attributes, ulong turn) => attributes is { Policy: Batch } ours && ours.Runtime == turn;

    private static Attributes? Read(int thread)
    {
        var attributes = default(Attributes);
        return Read(Calls!.Value.Get, thread, ref attributes, Marshal.SizeOf<Attributes>(), 0) == 0 ? attributes : null;
    }

    private static bool Write(int thread, Attributes attributes) => Write(Calls!.Value.Set, thread, ref attributes, 0) == 0;

    [LibraryImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Read(nint call, nint thread, ref Attributes attributes, nint size, nint flags);

    [LibraryImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Write(nint call, nint thread, ref Attributes attributes, nint flags);

    [LibraryImport("libc", EntryPoint = "pthread_self")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Self();

    [LibraryImport("libc", EntryPoint = "pthread_setschedparam")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPolicy(nint thread, int policy, ref int priority);

    /// <summary><c>struct sched_attr</c> in its first version, which every kernel that has the calls takes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private record struct Attributes(uint Size, int Policy, ulong Flags, int Nice, uint Priority, ulong Runtime, ulong Deadline, ulong Period);
}
