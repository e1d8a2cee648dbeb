using System.Diagnostics;
using System.Globalization;
using EmailCampaign.LoadTest.Children;

namespace EmailCampaign.LoadTest.Measuring;

/// <summary>The built-in sink in a process of its own. It ends with its standard input, so it never outlives this program.</summary>
internal sealed class SinkProcess : IAsyncDisposable
{
    private readonly Process _process;

    private SinkProcess(Process process, SmtpTarget target)
    {
        _process = process;
        Target = target;
    }

    public SmtpTarget Target { get; }

    public static async Task<SinkProcess> StartAsync(CancellationToken cancellationToken)
    {
        var process = Process.Start(ChildCommand.Own(SinkChild.Verb).ToStartInfo())!;
        var port = await process.StandardOutput.ReadLineAsync(cancellationToken);
        return port is null
            ? throw new RunFailedException($"The sink did not start: {await process.StandardError.ReadToEndAsync(cancellationToken)}")
            : new(process, new("127.0.0.1", int.Parse(port, CultureInfo.InvariantCulture)));
    }

    /// <summary>Mails taken so far, and the time between the first and the last of them.</summary>
    public async Task<(int Taken, TimeSpan Between)> CountAsync(CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync("count".AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        var answer = (await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? "").Split(' ');
        return answer.Length == 2
            ? (int.Parse(answer[0], CultureInfo.InvariantCulture), TimeSpan.FromTicks(long.Parse(answer[1], CultureInfo.InvariantCulture)))
            : throw new RunFailedException($"The sink ended: {await _process.StandardError.ReadToEndAsync(cancellationToken)}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
