using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EmailCampaign.Silo.Hosting;

/// <summary>How a console joins the silo that hosts a data directory: <c>silo.json</c>.</summary>
/// <param name="GatewayPort">Loopback port for clients.</param>
/// <param name="SiloPort">Loopback port between silos.</param>
/// <param name="ClusterId">New at each start.</param>
/// <param name="ServiceId">The same for every start: rows in the store carry it.</param>
/// <param name="ProcessStartedAt">With the process id it names a process; an id alone is used again.</param>
/// <param name="Sends">Whether campaigns are driven there; a silo that only answers questions does not.</param>
/// <param name="Settings">What the silo's own Sending and Providers settings can be compared with.</param>
public sealed record SiloCard(
    int GatewayPort,
    int SiloPort,
    string ClusterId,
    string ServiceId,
    int ProcessId,
    DateTimeOffset ProcessStartedAt,
    bool Sends,
    SettingsFingerprint Settings)
{
    // Two readings of one process's start differ by what the system's clock ticks are rounded to.
    private static readonly TimeSpan StartTolerance = TimeSpan.FromSeconds(2);

    internal static SiloCard? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), SiloCardJson.Default.SiloCard);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    internal static DateTimeOffset StartOf(Process process) => new(process.StartTime.ToUniversalTime(), TimeSpan.Zero);

    /// <summary>Writes the card in one step: a reader sees the whole of it or nothing.</summary>
    internal void Write(string path)
    {
        var draft = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(draft, options))
        {
            JsonSerializer.Serialize(stream, this, SiloCardJson.Default.SiloCard);
        }

        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Whether somebody answers at the gateway: a process that is dead and not yet buried has an id, but no port.</summary>
    internal bool Listens()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, GatewayPort);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Whether the process that wrote the card is still there; a process that may not be looked at counts as there.</summary>
    internal bool ProcessLives()
    {
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            return (StartOf(process) - ProcessStartedAt).Duration() <= StartTolerance;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (Exception error) when (error is Win32Exception or NotSupportedException or InvalidOperationException)
        {
            return error is not InvalidOperationException; // it ended while it was looked at
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SiloCard))]
internal sealed partial class SiloCardJson : JsonSerializerContext;
