using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using EmailCampaign.LoadTest.Measuring;

namespace EmailCampaign.LoadTest.Subjects;

/// <summary>This product, as a user runs it: the console's <c>launch</c>, with an embedded store in an empty folder.</summary>
internal sealed class CampaignSubject(int workers) : ISubject
{
    private static readonly TimeSpan ShortestPhase = TimeSpan.FromSeconds(1);

    public string Name => "campaign launch";

    public async Task<Measurement> RunAsync(Material material, SmtpTarget target, CancellationToken cancellationToken)
    {
        var data = System.IO.Directory.CreateDirectory(Path.Combine(material.Folder, "data-" + Path.GetRandomFileName()));
        var command = new ChildCommand("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "EmailCampaign.Client.dll"), "launch", material.ContactsFile,
            "--template", material.TemplateFolder, "--from", "News <news@sender.test>", "--provider", "smtp", "--data", data.FullName, "--json",
        ])
        {
            Environment =
            {
                ["Sending__WorkerCount"] = workers.ToString(CultureInfo.InvariantCulture),
                ["Providers__smtp__Host"] = target.Host,
                ["Providers__smtp__Port"] = target.Port.ToString(CultureInfo.InvariantCulture),
                ["Providers__smtp__Security"] = "none",
                ["Metrics__Port"] = FreePort().ToString(CultureInfo.InvariantCulture),
            },
        };
        var run = await MeasuredProcess.RunAsync(command, cancellationToken);
        data.Delete(recursive: true);
        return Measurement.Of(run, material.Contacts, SendingPhase(run, material.Contacts));
    }

    // The last line is the campaign's status. A phase that is shorter than its noise says nothing.
    private TimeSpan? SendingPhase(MeasuredRun run, int contacts)
    {
        using var status = JsonDocument.Parse(run.LastLine);
        var sent = status.RootElement.GetProperty("recipients").GetProperty("sent").GetInt32();
        if (sent != contacts)
        {
            throw new RunFailedException($"{Name}: {sent} of {contacts} were sent: {run.LastLine}");
        }

        var phase = status.RootElement.GetProperty("finishedAt").GetDateTimeOffset() - status.RootElement.GetProperty("startedAt").GetDateTimeOffset();
        return phase < ShortestPhase ? null : phase;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
