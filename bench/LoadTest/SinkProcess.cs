using System.Diagnostics;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.LoadTest;

/// <summary>The counting SMTP server as a process, so that its CPU is not counted.</summary>
internal sealed class SinkProcess : IAsyncDisposable
{
    public const string Role = "serve-sink";

    private readonly Process _process;

    private SinkProcess(Process process, string address)
    {
        _process = process;
        Address = address;
    }

    public string Address { get; }

    /// <summary>The server's side: serves until its standard input ends.</summary>
    public static async Task<int> ServeAsync()
    {
        await using var server = ScriptedSmtpServer.Start();
        Console.WriteLine($"{server.Host}:{server.Port}");
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public static async Task<SinkProcess> StartAsync(CancellationToken cancellationToken)
    {
        var process = Subject.Start(Subject.Self(Role), standardInput: true);
        var address = await process.StandardOutput.ReadLineAsync(cancellationToken);
        return new SinkProcess(process, address ?? throw new InvalidOperationException("The sink did not start."));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
