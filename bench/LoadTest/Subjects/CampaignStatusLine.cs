using System.Text.Json;
using EmailCampaign.LoadTest.Measuring;

namespace EmailCampaign.LoadTest.Subjects;

/// <summary>The last line of <c>launch --json</c>.</summary>
internal sealed record CampaignStatusLine(int Sent, DateTimeOffset CreatedAt, DateTimeOffset StartedAt, DateTimeOffset FinishedAt)
{
    /// <exception cref="RunFailedException">The campaign is not completed, or has not sent all its mails.</exception>
    public static CampaignStatusLine Read(string line, int mails)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        var sent = root.GetProperty("recipients").GetProperty("sent").GetInt32();
        return sent == mails && root.GetProperty("phase").GetString() == "completed"
            ? new(sent, Time("createdAt"), Time("startedAt"), Time("finishedAt"))
            : throw new RunFailedException($"{sent} of {mails} were sent: {line}");

        DateTimeOffset Time(string name) => root.GetProperty(name).GetDateTimeOffset();
    }

    /// <summary>What a run took, with what the campaign says of its phases.</summary>
    public Measurement Measure(MeasuredRun run) => new()
    {
        Mails = Sent,
        StartedAt = run.StartedAt,
        Seconds = run.Elapsed.TotalSeconds,
        CpuSeconds = run.Cpu.TotalSeconds,
        PeakBytes = run.PeakMemory,
        MachineCpuSeconds = run.MachineCpu?.TotalSeconds,
        SendingSeconds = (FinishedAt - StartedAt).TotalSeconds,
        ImportSeconds = (StartedAt - CreatedAt).TotalSeconds,
    };
}
