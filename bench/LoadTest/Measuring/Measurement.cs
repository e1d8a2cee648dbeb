namespace EmailCampaign.LoadTest.Measuring;

/// <summary>The figures of a run, or the medians of several.</summary>
internal sealed record Measurement
{
    public required int Mails { get; init; }

    /// <summary>When the process was started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Seconds of the whole command, from the start of the process to its end.</summary>
    public required double Seconds { get; init; }

    /// <summary>Processor time of the subject's processes; not that of the sink, nor of a database.</summary>
    public required double CpuSeconds { get; init; }

    /// <summary>Physical memory at the most, in bytes; of the largest process where there are several.</summary>
    public required double PeakBytes { get; init; }

    /// <summary>Seconds while mails flow.</summary>
    public double? SendingSeconds { get; init; }

    /// <summary>Seconds from the creation of the campaign until its contacts are stored.</summary>
    public double? ImportSeconds { get; init; }

    /// <summary>Seconds from the start of the process to the first mail that the sink took.</summary>
    public double? FirstMailSeconds { get; init; }

    /// <summary>Processor time of the silos, where they are processes of their own.</summary>
    public double? SiloCpuSeconds { get; init; }

    /// <summary>Processor time of the sink.</summary>
    public double? SinkCpuSeconds { get; init; }

    /// <summary>Time that the machine's processors were busy meanwhile, with whatever.</summary>
    public double? MachineCpuSeconds { get; init; }

    /// <summary>Group commits of ledgers.</summary>
    public double? LedgerWrites { get; init; }

    /// <summary>Bytes that they wrote, as the ledger's codec has them.</summary>
    public double? LedgerBytes { get; init; }

    public double? SendingRate => Mails / SendingSeconds;

    public double WholeRate => Mails / Seconds;

    public double? ImportRate => Mails / ImportSeconds;

    /// <summary>Microseconds.</summary>
    public double CpuPerMail => PerMail(CpuSeconds);

    /// <summary>Microseconds.</summary>
    public double? SiloCpuPerMail => SiloCpuSeconds is { } seconds ? PerMail(seconds) : null;

    /// <summary>Microseconds.</summary>
    public double? SinkCpuPerMail => SinkCpuSeconds is { } seconds ? PerMail(seconds) : null;

    /// <summary>Processors that something else kept busy meanwhile: a database, or whatever disturbs the measurement.</summary>
    public double? OtherProcessors => (MachineCpuSeconds - CpuSeconds - SinkCpuSeconds) / Seconds;

    /// <summary>Each figure's own median.</summary>
    public static Measurement Median(IReadOnlyList<Measurement> runs) => new()
    {
        Mails = runs[0].Mails,
        Seconds = Middle(runs, static run => run.Seconds)!.Value,
        CpuSeconds = Middle(runs, static run => run.CpuSeconds)!.Value,
        PeakBytes = Middle(runs, static run => run.PeakBytes)!.Value,
        SendingSeconds = Middle(runs, static run => run.SendingSeconds),
        ImportSeconds = Middle(runs, static run => run.ImportSeconds),
        FirstMailSeconds = Middle(runs, static run => run.FirstMailSeconds),
        SiloCpuSeconds = Middle(runs, static run => run.SiloCpuSeconds),
        SinkCpuSeconds = Middle(runs, static run => run.SinkCpuSeconds),
        MachineCpuSeconds = Middle(runs, static run => run.MachineCpuSeconds),
        LedgerWrites = Middle(runs, static run => run.LedgerWrites),
        LedgerBytes = Middle(runs, static run => run.LedgerBytes),
    };

    private double PerMail(double seconds) => seconds * 1_000_000 / Mails;

    // Null when one of the runs does not know it.
    private static double? Middle(IReadOnlyList<Measurement> runs, Func<Measurement, double?> figure)
    {
        var figures = runs.Select(figure).OfType<double>().Order().ToArray();
        var half = figures.Length / 2;
        return figures.Length < runs.Count ? null : figures.Length % 2 == 1 ? figures[half] : (figures[half - 1] + figures[half]) / 2;
    }
}
