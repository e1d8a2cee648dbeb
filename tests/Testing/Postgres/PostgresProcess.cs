using System.Diagnostics;
using System.Globalization;

namespace EmailCampaign.Testing.Postgres;

/// <summary>One server process over a data folder of its own. PostgreSQL refuses to run as root: then it runs as an unprivileged user.</summary>
internal sealed class PostgresProcess : IAsyncDisposable
{
    internal const string Nobody = "65534";

    private readonly PostgresBinaries _binaries;
    private readonly DirectoryInfo _folder;
    private readonly int _port;
    private Process _server;
    private bool _isServing = true;

    private PostgresProcess(PostgresBinaries binaries, DirectoryInfo folder, int port, Process server)
        => (_binaries, _folder, _port, _server) = (binaries, folder, port, server);

    public bool HasExited => !_isServing || _server.HasExited;

    public static Task<PostgresProcess> StartAsync(PostgresBinaries binaries, int port, CancellationToken cancellationToken) => StartAsync(
        binaries, port, binaries.InitDb, static data => ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"], cancellationToken);

    /// <summary>Copies this server's data to a second one, which follows it from then on.</summary>
    public Task<PostgresProcess> FollowAsync(int port, CancellationToken cancellationToken) => StartAsync(
        _binaries,
        port,
        _binaries.BaseBackup,
        data => ["-D", data, "-R", "-h", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture), "-U", "postgres", "-X", "stream", "-c", "fast", "--no-sync"],
        cancellationToken);

    /// <summary>A server that follows takes writes from now on.</summary>
    public Task PromoteAsync() => RunAsync(_binaries.Control, ["promote", "-w", "-D", Data(_folder)], CancellationToken.None);

    private static async Task<PostgresProcess> StartAsync(
        PostgresBinaries binaries, int port, string maker, Func<string, IEnumerable<string>> arguments, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("campaign-postgres-");
        if (!OperatingSystem.IsWindows())
        {
            // The unprivileged user makes its own data folder in here.
            File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_111_111);
        }

        try
        {
            await RunAsync(maker, arguments(Data(folder)), cancellationToken);
            return new(binaries, folder, port, Serve(binaries, folder, port));
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Ends the server as a crash does: what was committed is there again after the next start.</summary>
    public async Task StopAsync()
    {
        await RunAsync(_binaries.Control, ["stop", "-D", Data(_folder), "-m", "immediate"], CancellationToken.None);
        await _server.WaitForExitAsync();
        _server.Dispose();
        _isServing = false;
    }

    public void StartAgain() => (_server, _isServing) = (Serve(_binaries, _folder, _port), true);

    public async ValueTask DisposeAsync()
    {
        if (_isServing)
        {
            await StopAsync();
        }

        _folder.Delete(recursive: true);
    }

    private static Process Serve(PostgresBinaries binaries, DirectoryInfo folder, int port) => Start(binaries.Server,
    [
        "-D", Data(folder),
        "-c", "listen_addresses=127.0.0.1",
        "-c", string.Create(CultureInfo.InvariantCulture, $"port={port}"),
        "-c", "unix_socket_directories=",
        "-c", "fsync=off", // the data dies with the test; it survives the server's crash, which the system's buffers outlive
    ]);

    private static string Data(DirectoryInfo folder) => Path.Combine(folder.FullName, "data");

    private static async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode.ToString(CultureInfo.InvariantCulture)}.");
        }
    }

    private static Process Start(string program, IEnumerable<string> arguments)
    {
        var asRoot = !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;
        var start = new ProcessStartInfo(asRoot ? "setpriv" : program)
        {
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] prefix = asRoot ? ["--reuid", Nobody, "--regid", Nobody, "--clear-groups", "--", program] : [];
        foreach (var argument in prefix.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;

        // Read and dropped: a full pipe would stop the server.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
