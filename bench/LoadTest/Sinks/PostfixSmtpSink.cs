using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using EmailCampaign.LoadTest.Measuring;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.LoadTest.Sinks;

/// <summary>
/// <c>smtp-sink(1)</c>, which takes mails faster than anything here can send them. It keeps no times. Its running count goes into a file,
/// not through a pipe: somebody would have to read that, on the processors that are being measured.
/// </summary>
internal sealed partial class PostfixSmtpSink : ISink
{
    private const int Backlog = 1000;
    private const int Tail = 256;

    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private PostfixSmtpSink(Process process, DirectoryInfo folder, int port)
        => (_process, _folder, Smtp) = (process, folder, new SmtpTarget("127.0.0.1", port));

    public string Provider => "smtp";

    public IReadOnlyDictionary<string, string> Settings => Smtp.Settings;

    public SmtpTarget Smtp { get; }

    SmtpTarget? ISink.Smtp => Smtp;

    public TimeSpan? Cpu => ChildUsage.Cpu(_process.Id);

    public static async Task<ISink> StartAsync(string program, CancellationToken cancellationToken)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("campaign-sink-");
        var port = LoopbackPort.Free(1)[0];
        string[] user = Environment.UserName == "root" ? ["-u", "nobody"] : [];
        var start = new ProcessStartInfo("/bin/sh",
        [
            "-c", "exec \"$@\" > counts", "sh", program, .. user, "-c",
            string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), Backlog.ToString(CultureInfo.InvariantCulture),
        ])
        {
            UseShellExecute = false,
            WorkingDirectory = folder.FullName,
        };

        // Unpacked from the package without installing it, its libraries are beside it.
        start.Environment["LD_LIBRARY_PATH"] = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(program)!, "..", "lib", "postfix"));
        var sink = new PostfixSmtpSink(Process.Start(start)!, folder, port);
        try
        {
            await Eventually.TrueAsync(() => sink.Listens() || sink._process.HasExited, () => "a port that nobody listens to");
        }
        catch (TimeoutException)
        {
            await sink.DisposeAsync();
            throw new RunFailedException($"{program} does not listen.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        return sink._process.HasExited ? throw new RunFailedException($"{program} ended with {sink._process.ExitCode}.") : sink;
    }

    public async Task<SinkCount?> CountAsync(CancellationToken cancellationToken)
    {
        await using var file = new FileStream(Path.Combine(_folder.FullName, "counts"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(-Math.Min(Tail, file.Length), SeekOrigin.End);
        using var reader = new StreamReader(file);
        var text = await reader.ReadToEndAsync(cancellationToken);
        return new(Messages().Matches(text) is [.., var last] ? int.Parse(last.Groups["mails"].ValueSpan, CultureInfo.InvariantCulture) : 0);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private bool Listens()
    {
        using var socket = new System.Net.Sockets.TcpClient();
        try
        {
            socket.Connect(Smtp.Host, Smtp.Port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"mesg=(?<mails>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Messages();
}
