using System.Globalization;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.Testing.Clusters;

/// <summary>A place in a test cluster: ports and settings that stay, and the silo process that is there at the moment.</summary>
public sealed class SiloSeat : IAsyncDisposable
{
    /// <summary>The silo that the tests were built with.</summary>
    public static readonly string ThisBuild = Path.Combine(AppContext.BaseDirectory, "EmailCampaign.Silo.dll");
    private const string Ready = "is ready on";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _database;
    private readonly string _directory;
    private readonly IReadOnlyDictionary<string, string?> _environment;
    private readonly SiloHost _host;
    private readonly List<RunningProcess> _former = [];

    public SiloSeat(int number, string database, string directory, IReadOnlyDictionary<string, string?> environment, SiloHost host)
    {
        (Number, _database, _directory, _environment, _host) = (number, database, directory, environment, host);
        var ports = LoopbackPort.Free(4);
        (Port, GatewayPort, AdminPort, MetricsPort) = (ports[0], ports[1], ports[2], ports[3]);
    }

    public int Number { get; }

    public int Port { get; }

    public int GatewayPort { get; }

    public int AdminPort { get; }

    public int MetricsPort { get; }

    /// <summary>The silo's program for the next start: an assembly, or a program that brings its runtime. That of this build unless it is said.</summary>
    public string Program { get; set; } = ThisBuild;

    public RunningProcess? Process { get; private set; }

    /// <summary>Whether a process is there.</summary>
    public bool IsRunning => Process is { HasExited: false };

    /// <summary>Whether the process that is there has been counted as active by the cluster.</summary>
    public bool IsReady => IsRunning && HasBeenReady;

    /// <summary>The same of a process that may have ended since.</summary>
    public bool HasBeenReady => Process!.Output.Contains(Ready, StringComparison.Ordinal);

    /// <summary>Starts a silo here and returns when the cluster counts it as active.</summary>
    public async Task StartAsync()
    {
        Begin();
        await ReadyAsync();
    }

    /// <summary>Starts a silo here and returns at once.</summary>
    public void Begin()
    {
        if (Process is { } former)
        {
            _former.Add(former);
        }

        string[] command =
        [
            .. _host.Prefix, .. Host, Program, "--database", _database,
            $"--Silo:Address={_host.Address}", Setting("Silo:Port", Port), Setting("Silo:GatewayPort", GatewayPort),
            Setting("Admin:Port", AdminPort), Setting("Metrics:Port", MetricsPort),
        ];
        Process = RunningProcess.Start(command[0], command[1..], _directory, _environment);
    }

    public Task ReadyAsync() => Process!.PrintsAsync(Ready, Patience);

    /// <summary>As <c>kill -9</c>.</summary>
    public Task KillAsync() => Process!.KillAsync();

    /// <summary>Stops the process where it is, as a machine does that is frozen or out of memory; it does not notice. Unix only.</summary>
    public Task HangAsync() => Process!.SignalAsync("STOP");

    /// <summary>Ends <see cref="HangAsync"/>.</summary>
    public Task WakeAsync() => Process!.SignalAsync("CONT");

    /// <summary>As a deployment stops it: SIGTERM, and the wait for its end. Unix only.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        await Process!.SignalAsync("TERM");
        return await Process.ExitAsync(TimeSpan.FromSeconds(90));
    }

    public override string ToString() => $"silo {Number}: {Process}";

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _former.Append(Process).OfType<RunningProcess>())
        {
            await process.DisposeAsync();
        }
    }

    private string[] Host
        => Path.GetExtension(Program) == ".dll" ? [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet"] : [];

    private static string Setting(string name, int value) => string.Create(CultureInfo.InvariantCulture, $"--{name}={value}");
}
