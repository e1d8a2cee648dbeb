using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.Json;

namespace EmailCampaign.LoadTest;

/// <summary>Something that sends the mails, as a process of its own.</summary>
internal sealed class Subject(string name, Func<ProcessStartInfo> command, Func<string, (int? Sent, TimeSpan? Sending)> read)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public string Name => name;

    public static Subject Campaign(Material material, IPEndPoint target, int workers) => new(
        "launch (durable, SQLite)",
        () =>
        {
            var start = new ProcessStartInfo("dotnet");
            foreach (var argument in (string[])
            [
                Metadata("ConsolePath"), "launch", material.ContactsFile, "--template", material.Template, "--from", "News <news@sender.test>",
                "--provider", "smtp", "--data", material.NextDataDirectory(), "--json",
            ])
            {
                start.ArgumentList.Add(argument);
            }

            start.Environment["Providers__smtp__Host"] = target.Address.ToString();
            start.Environment["Providers__smtp__Port"] = target.Port.ToString(CultureInfo.InvariantCulture);
            start.Environment["Providers__smtp__Security"] = "none";
            start.Environment["Sending__WorkerCount"] = workers.ToString(CultureInfo.InvariantCulture);
            start.Environment["Metrics__Port"] = "0";
            return start;
        },
        static output =>
        {
            using var status = JsonDocument.Parse(output.Trim().Split('\n')[^1]);
            var sent = status.RootElement.GetProperty("recipients").GetProperty("sent").GetInt32();
            var started = status.RootElement.GetProperty("startedAt").GetDateTimeOffset();
            return (sent, status.RootElement.GetProperty("finishedAt").GetDateTimeOffset() - started);
        });

    public static Subject BareMailKit(Material material, IPEndPoint target, int connections) => new(
        "bare MailKit loop (in memory)",
        () => Self(
            LoadTest.BareMailKit.Role,
            material.ContactsFile,
            target.Port.ToString(CultureInfo.InvariantCulture),
            connections.ToString(CultureInfo.InvariantCulture)),
        static output =>
        {
            var fields = output.Trim().Split(' ');
            return (int.Parse(fields[0], CultureInfo.InvariantCulture), TimeSpan.FromMilliseconds(double.Parse(fields[1], CultureInfo.InvariantCulture)));
        });

    public static Subject Peer(string command, Material material, IPEndPoint target) => new(
        Path.GetFileName(command.Split(' ')[0]),
        () =>
        {
            var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(word => word.Replace("{contacts}", material.ContactsFile, StringComparison.Ordinal)
                    .Replace("{host}", target.Address.ToString(), StringComparison.Ordinal)
                    .Replace("{port}", target.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
                .ToArray();
            return new ProcessStartInfo(words[0], words[1..]);
        },
        static _ => (null, null));

    /// <summary>This program in another role.</summary>
    public static ProcessStartInfo Self(params string[] arguments)
        => new("dotnet", [Assembly.GetExecutingAssembly().Location, .. arguments]);

    public static Process Start(ProcessStartInfo start, bool standardInput = false)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardInput = standardInput;
        return Process.Start(start) ?? throw new InvalidOperationException($"'{start.FileName}' did not start.");
    }

    public async Task<Measurement> MeasureAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var started = Stopwatch.GetTimestamp();
        using var process = Start(command());
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var usage = await WatchAsync(process, patience.Token);
            var whole = Stopwatch.GetElapsedTime(started);
            var text = await output;
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"'{name}' ended with {process.ExitCode}: {text}");
            }

            var (sent, sending) = read(text);
            return new Measurement(sent, sending, whole, usage.Cpu, usage.Peak);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    // A process that has ended tells nothing on every system, so it is looked at until then.
    private static async Task<(TimeSpan Cpu, long Peak)> WatchAsync(Process process, CancellationToken cancellationToken)
    {
        var (cpu, peak) = (TimeSpan.Zero, 0L);
        var exit = process.WaitForExitAsync(cancellationToken);
        while (await Task.WhenAny(exit, Task.Delay(Glance, cancellationToken)) != exit)
        {
            try
            {
                process.Refresh();
                cpu = process.TotalProcessorTime;
                peak = Math.Max(peak, process.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                // It ended between the two lines.
            }
        }

        await exit;
        return (Max(cpu, ExitCpu(process)), peak);
    }

    private static TimeSpan ExitCpu(Process process)
    {
        try
        {
            return process.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            return TimeSpan.Zero;
        }
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static string Metadata(string key) => Path.GetFullPath(Assembly.GetExecutingAssembly()
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!);
}
