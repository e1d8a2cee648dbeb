using System.Diagnostics;
using System.Globalization;
using EmailCampaign.LoadTest.Measuring;

namespace EmailCampaign.LoadTest.Sinks;

/// <summary>This program as a sink, in a process of its own. It ends with its standard input, so it never outlives the one that measures.</summary>
internal sealed class ChildSink : ISink
{
    private readonly Process _process;

    private ChildSink(Process process, string provider, IReadOnlyDictionary<string, string> settings, SmtpTarget? smtp)
        => (_process, Provider, Settings, Smtp) = (process, provider, settings, smtp);

    public string Provider { get; }

    public IReadOnlyDictionary<string, string> Settings { get; }

    public SmtpTarget? Smtp { get; }

    public TimeSpan? Cpu => ChildUsage.Cpu(_process.Id);

    public static async Task<ISink> StartSmtpAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var (process, port) = await StartAsync(arguments, cancellationToken);
        var target = new SmtpTarget("127.0.0.1", port);
        return new ChildSink(process, "smtp", target.Settings, target);
    }

    public static async Task<ISink> StartResendAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var (process, port) = await StartAsync(arguments, cancellationToken);
        var settings = new Dictionary<string, string>
        {
            ["Providers__resend__BaseAddress"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"),
            ["Providers__resend__ApiKey"] = "re_load_test",
        };
        return new ChildSink(process, "resend", settings, smtp: null);
    }

    public async Task<SinkCount?> CountAsync(CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync("count".AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        var answer = (await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? "").Split(' ');
        return answer is [var count, var first, var between]
            ? new SinkCount(
                int.Parse(count, CultureInfo.InvariantCulture),
                new DateTimeOffset(long.Parse(first, CultureInfo.InvariantCulture), TimeSpan.Zero),
                TimeSpan.FromTicks(long.Parse(between, CultureInfo.InvariantCulture)))
            : throw new RunFailedException($"The sink ended: {await _process.StandardError.ReadToEndAsync(cancellationToken)}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<(Process Process, int Port)> StartAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var process = Process.Start(ChildCommand.Own(arguments).ToStartInfo())!;
        var port = await process.StandardOutput.ReadLineAsync(cancellationToken);
        return port is null
            ? throw new RunFailedException($"The sink did not start: {await process.StandardError.ReadToEndAsync(cancellationToken)}")
            : (process, int.Parse(port, CultureInfo.InvariantCulture));
    }
}
