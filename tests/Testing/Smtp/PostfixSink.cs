using System.Net;
using System.Net.Sockets;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.Testing.Smtp;

/// <summary>
/// Postfix's own test server, <c>smtp-sink(1)</c>: an opinion about our SMTP that is not ours. Unpacked from Debian's package into a
/// cache, without installing anything.
/// </summary>
public sealed class PostfixSink : IAsyncDisposable
{
    private readonly RunningProcess _process;

    private PostfixSink(RunningProcess process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Mails that the sink took so far, by its own counter.</summary>
    public int Count
    {
        get
        {
            // -c prints sessions, quits and messages, rewriting one line.
            var words = _process.Output.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "";
            return Fields(words) is [.., var messages] ? messages : 0;
        }
    }

    /// <summary>Finds smtp-sink: on the path, in the cache, or by unpacking the package.</summary>
    public static async Task<ForeignTool> FindAsync()
    {
        if (ForeignTool.Find("smtp-sink") is { } installed)
        {
            return new(installed, "");
        }

        var cache = ForeignTool.Cache("postfix");
        var unpacked = Path.Combine(cache, "usr", "sbin", "smtp-sink");
        if (File.Exists(unpacked))
        {
            return new(unpacked, "");
        }

        if (ForeignTool.Find("apt-get") is not { } apt || ForeignTool.Find("dpkg-deb") is not { } dpkg)
        {
            return new(null, "smtp-sink is part of postfix, and there is neither postfix nor apt-get here");
        }

        var problem = await ForeignTool.RunAsync(apt, ["download", "-qq", "postfix"], cache);
        if (problem is not null)
        {
            _ = await ForeignTool.RunAsync(apt, ["update", "-qq"], cache); // may need rights that we do not have
            problem = await ForeignTool.RunAsync(apt, ["download", "-qq", "postfix"], cache);
        }

        if (problem is null && Directory.GetFiles(cache, "postfix_*.deb") is [var package, ..])
        {
            problem = await ForeignTool.RunAsync(dpkg, ["-x", package, "."], cache);
        }

        return File.Exists(unpacked) ? new(unpacked, "") : new(null, $"postfix could not be fetched: {problem}");
    }

    /// <summary>Starts a sink on a free loopback port.</summary>
    /// <param name="tool">What <see cref="FindAsync"/> found.</param>
    /// <param name="directory">Working directory.</param>
    /// <param name="options">More options of smtp-sink(1).</param>
    public static async Task<PostfixSink> StartAsync(ForeignTool tool, string directory, params string[] options)
    {
        var port = FreePort();
        var libraries = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(tool.Program!)!, "..", "lib", "postfix"));
        string[] user = Environment.UserName == "root" ? ["-u", "nobody"] : [];
        var process = RunningProcess.Start(
            tool.Program!, [.. user, "-c", .. options, $"127.0.0.1:{port}", "1000"], directory, [new("LD_LIBRARY_PATH", libraries)]);
        await Eventually.TrueAsync(() => Listens(port), () => process.ToString());
        return new(process, port);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    public override string ToString() => _process.ToString();

    private static int[] Fields(string line)
        => [.. line.Split([' ', '='], StringSplitOptions.RemoveEmptyEntries).Where(word => int.TryParse(word, out _)).Select(int.Parse)];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool Listens(int port)
    {
        try
        {
            using var probe = new TcpClient();
            probe.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
