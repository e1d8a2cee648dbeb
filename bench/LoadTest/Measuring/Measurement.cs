namespace EmailCampaign.LoadTest.Measuring;

/// <summary>The figures of a run, or of several.</summary>
/// <param name="SendingRate">Mails per second of the sending phase; null where it is not known.</param>
/// <param name="WholeRate">Mails per second of the whole command, start of the process included.</param>
/// <param name="CpuPerMail">Microseconds of CPU time, all of the process's.</param>
/// <param name="PeakMemory">In bytes.</param>
internal sealed record Measurement(double? SendingRate, double WholeRate, double CpuPerMail, double PeakMemory)
{
    public static Measurement Of(MeasuredRun run, int mails, TimeSpan? sending) => new(
        sending is { } phase ? Rate(mails, phase) : null,
        mails / run.Elapsed.TotalSeconds,
        run.Cpu.TotalMicroseconds / mails,
        run.PeakMemory);

    /// <summary>The same with a sending phase that was measured from outside, which is the same for all subjects.</summary>
    public Measurement SentWithin(TimeSpan phase, int mails) => this with { SendingRate = Rate(mails, phase) };

    /// <summary>Each figure's own median.</summary>
    public static Measurement Median(IReadOnlyList<Measurement> runs) => new(
        runs.All(static run => run.SendingRate is not null) ? Middle([.. runs.Select(static run => run.SendingRate!.Value)]) : null,
        Middle([.. runs.Select(static run => run.WholeRate)]),
        Middle([.. runs.Select(static run => run.CpuPerMail)]),
        Middle([.. runs.Select(static run => run.PeakMemory)]));

    private static double Rate(int mails, TimeSpan phase) => mails / Math.Max(phase.TotalSeconds, 0.001);

    private static double Middle(double[] figures)
    {
        Array.Sort(figures);
        var half = figures.Length / 2;
        return figures.Length % 2 == 1 ? figures[half] : (figures[half - 1] + figures[half]) / 2;
    }
}
