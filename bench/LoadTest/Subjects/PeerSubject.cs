using System.Text.Json;
using EmailCampaign.LoadTest.Measuring;
using EmailCampaign.LoadTest.Sinks;

namespace EmailCampaign.LoadTest.Subjects;

/// <summary>A program that sends the same mails in another way. Its last line is JSON that says how long its sending took: <c>seconds</c>, and <c>sent</c> if it counts.</summary>
internal sealed class PeerSubject(string name, Func<Material, SmtpTarget, ChildCommand> command) : ISubject
{
    public string Name => name;

    public async Task<Measurement> RunAsync(Material material, ISink sink, CancellationToken cancellationToken)
    {
        var target = sink.Smtp ?? throw new RunFailedException($"{Name} speaks SMTP only.");
        var run = await MeasuredProcess.RunAsync(command(material, target), cancellationToken);
        using var result = JsonDocument.Parse(run.LastLine);
        if (result.RootElement.TryGetProperty("sent", out var sent) && sent.GetInt32() != material.Contacts)
        {
            throw new RunFailedException($"{Name}: {run.LastLine}");
        }

        return new Measurement
        {
            Mails = material.Contacts,
            StartedAt = run.StartedAt,
            Seconds = run.Elapsed.TotalSeconds,
            CpuSeconds = run.Cpu.TotalSeconds,
            PeakBytes = run.PeakMemory,
            MachineCpuSeconds = run.MachineCpu?.TotalSeconds,
            SendingSeconds = result.RootElement.GetProperty("seconds").GetDouble(),
        };
    }
}
