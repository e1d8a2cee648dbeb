using EmailCampaign.Testing.Processes;

namespace EmailCampaign.Testing.Postgres;

/// <summary>A small file system in memory that belongs to the user PostgreSQL runs as. Needs root on Linux. Disposing unmounts it.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("campaign-disk-");

    private SmallDisk()
    {
    }

    public string Folder => Path.Combine(_parent.FullName, "disk");

    private string Filler => Path.Combine(_parent.FullName, "disk", "filler");

    /// <returns>The disk, or the reason why there is none.</returns>
    public static async Task<(SmallDisk? Disk, string? Reason)> TryMountAsync(int megabytes)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return (null, "a file system of its own needs Linux and root");
        }

        var disk = new SmallDisk();
        File.SetUnixFileMode(disk._parent.FullName, (UnixFileMode)0b111_101_101);
        Directory.CreateDirectory(disk.Folder);
        if (await ForeignTool.RunAsync(
            "mount", ["-t", "tmpfs", "-o", $"size={megabytes}m,uid={PostgresProcess.Nobody},gid={PostgresProcess.Nobody},mode=0700", "tmpfs", disk.Folder], "/") is not { } problem)
        {
            return (disk, null);
        }

        disk._parent.Delete(recursive: true);
        return (null, $"nothing can be mounted here ({problem})");
    }

    /// <summary>Leaves no room.</summary>
    public async Task FillAsync()
    {
        var block = new byte[64 * 1024];
        try
        {
            await using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
            while (true)
            {
                await filler.WriteAsync(block);
            }
        }
        catch (IOException)
        {
            // The disk is full.
        }
    }

    /// <summary>There is room again.</summary>
    public void MakeRoom() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        await ForeignTool.RunAsync("umount", ["--lazy", Folder], "/");
        _parent.Delete(recursive: true);
    }
}
