using System.Globalization;
using System.Text;

namespace EmailCampaign.Silo.Hosting;

/// <summary>
/// A directory with one embedded store. It belongs to one silo at a time: to the process that holds <c>silo.lock</c>.
/// </summary>
public sealed class DataDirectory
{
    internal const string StoreName = "campaigns.db";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private DataDirectory(string path) => Path = path;

    /// <summary>Full path.</summary>
    public string Path { get; }

    public string LogDirectory => Within("logs");

    public string OutboxDirectory => Within("outbox");

    internal string DatabaseFile => Within(StoreName);

    internal string LockFile => Within("silo.lock");

    internal string CardFile => Within("silo.json");

    /// <summary>
    /// Opens the directory and makes what is missing: the directory itself, readable by its owner only (on Unix), a <c>.gitignore</c> that
    /// keeps addresses out of repositories, and <c>logs/</c>. Permissions of a directory that was there already are left as they are.
    /// </summary>
    /// <exception cref="StartRefusedException">The path is a file, or nothing can be written there.</exception>
    public static DataDirectory Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (File.Exists(full))
        {
            throw new StartRefusedException($"The data directory {full} is a file: name a directory with --data.");
        }

        var directory = new DataDirectory(full);
        try
        {
            Create(full);
            Create(directory.LogDirectory);
            var ignore = directory.Within(".gitignore");
            if (!File.Exists(ignore))
            {
                File.WriteAllText(ignore, "*\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            }

            ProveWritable(directory);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException or NotSupportedException)
        {
            throw new StartRefusedException(
                $"The data directory {full} cannot be written ({error.Message.TrimEnd('.')}): make it writable, or name another with --data.", error);
        }

        return directory;
    }

    /// <summary>Takes the directory for this process; null when another (or an earlier call in this one) has it.</summary>
    /// <remarks>
    /// The lock is the operating system's and ends with the process, however it ends. While it is held and <see cref="ReadCard"/> says
    /// nothing, the holder is starting or stopping: try again after a moment.
    /// </remarks>
    /// <exception cref="StartRefusedException">
    /// The file system does not lock, so nothing would keep a second silo out; or the lock was deleted under a silo that still runs.
    /// </exception>
    public SiloLock? TryLock()
    {
        var stream = OpenLock(FileAccess.ReadWrite, FileShare.None);
        if (stream is null)
        {
            return null;
        }

        using (var second = OpenLock(FileAccess.ReadWrite, FileShare.None))
        {
            if (second is not null)
            {
                stream.Dispose();
                throw new StartRefusedException(
                    $"The file system of {Path} does not lock files, so two processes could send at once: choose a data directory on a local disk.");
            }
        }

        if (SiloCard.Read(CardFile) is { } card && card.ProcessId != Environment.ProcessId && card.ProcessLives() && card.Listens())
        {
            stream.Dispose();
            throw new StartRefusedException(string.Create(
                CultureInfo.InvariantCulture,
                $"Process {card.ProcessId} hosts {Path}, although {System.IO.Path.GetFileName(LockFile)} is free: somebody has deleted the file. End that process first; two would send the same mails."));
        }

        File.Delete(CardFile); // left by a process that was killed
        return new(stream);
    }

    /// <summary>
    /// How to reach the silo that hosts this directory; null when none does, when it is not ready, or when it has gone. Never believes a card
    /// without the lock.
    /// </summary>
    public SiloCard? ReadCard()
    {
        if (!File.Exists(LockFile))
        {
            return null;
        }

        // A shared lock: several readers do not disturb each other. It can make a TryLock at the same instant fail, which tries again.
        using (var probe = OpenLock(FileAccess.Read, FileShare.Read))
        {
            if (probe is not null)
            {
                return null;
            }
        }

        return SiloCard.Read(CardFile) is { } card && card.ProcessLives() ? card : null;
    }

    private string Within(string name) => System.IO.Path.Combine(Path, name);

    private FileStream? OpenLock(FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(LockFile, access == FileAccess.Read ? FileMode.Open : FileMode.OpenOrCreate, access, share, bufferSize: 1);
        }
        catch (IOException)
        {
            return null; // held
        }
        catch (UnauthorizedAccessException error)
        {
            throw new StartRefusedException($"The lock {LockFile} belongs to another user: run as that user, or name another directory with --data.", error);
        }
    }

    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            System.IO.Directory.CreateDirectory(path); // under the user's profile the inherited rights are private already
        }
        else
        {
            System.IO.Directory.CreateDirectory(path, OwnerOnly);
        }
    }

    private static void ProveWritable(DataDirectory directory)
    {
        var probe = directory.Within($".write-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}");
        File.WriteAllText(probe, "");
        File.Delete(probe);
    }
}
