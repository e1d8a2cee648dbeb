using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EmailCampaign.Mail.Providers.Sockets;

/// <summary>
/// Waits for sockets to become readable or writable: epoll(7) of Linux, edge-triggered. Each socket has a number of the caller's, which comes back
/// with its news. It lives as long as the process.
/// </summary>
internal sealed partial class Epoll
{
    private const int AddOperation = 1;
    private const int RemoveOperation = 2;
    private const int CloseOnExec = 0x80000;
    private const int Interrupted = 4; // EINTR
    private const uint Readable = 0x1;
    private const uint Writable = 0x4;
    private const uint Failed = 0x8;
    private const uint HungUp = 0x10;
    private const uint PeerHungUp = 0x2000;
    private const uint EdgeTriggered = 0x8000_0000;

    // struct epoll_event is packed on x86-64 only: 32 bits of events, then 64 bits of the caller's.
    private static readonly int Offset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int Size = Offset + sizeof(long);

    private readonly SafeFileHandle _epoll;
    private readonly byte[] _events;

    /// <exception cref="Win32Exception">The kernel grants no more, or the process may not ask.</exception>
    public Epoll(int mostEvents)
    {
        _events = GC.AllocateArray<byte>(mostEvents * Size, pinned: true); // the kernel has it nearly all the time
        _epoll = Create(CloseOnExec);
        if (_epoll.IsInvalid)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <exception cref="Win32Exception">The kernel watches no more.</exception>
    public void Add(SafeHandle socket, long number)
    {
        Span<byte> wanted = stackalloc byte[Size];
        wanted.Clear();
        MemoryMarshal.Write(wanted, Readable | Writable | PeerHungUp | EdgeTriggered);
        MemoryMarshal.Write(wanted[Offset..], number);
        if (Control(_epoll, AddOperation, socket, wanted) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Its news end; some that were read before may still come. One that is not watched stays so.</summary>
    public void Remove(SafeHandle socket)
    {
        Span<byte> none = stackalloc byte[Size];
        _ = Control(_epoll, RemoveOperation, socket, none);
    }

    /// <summary>Blocks until there is news.</summary>
    /// <returns>How many; zero after a signal.</returns>
    public int Wait()
    {
        var count = Wait(_epoll, _events, _events.Length / Size, -1);
        return count >= 0 ? count
            : Marshal.GetLastPInvokeError() == Interrupted ? 0
            : throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>One of the news of the last wait.</summary>
    /// <returns>The socket's number, and whether the other side has ended the connection or it is broken.</returns>
    public (long Number, bool HasEnded) Event(int place)
    {
        var news = _events.AsSpan(place * Size, Size);
        return (MemoryMarshal.Read<long>(news[Offset..]), (MemoryMarshal.Read<uint>(news) & (Failed | HungUp | PeerHungUp)) != 0);
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(SafeHandle epoll, int operation, SafeHandle socket, Span<byte> wanted);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Wait(SafeHandle epoll, Span<byte> events, int most, int milliseconds);
}
