namespace EmailCampaign.Client.Reports;

/// <summary>
/// How many mails were sent when, in steps of one length. Steps without a mail take no room, and when there are too many others the steps become
/// longer: a campaign of a million or of a month needs the memory of one of a minute.
/// </summary>
internal sealed class SentHistogram(int mostSteps)
{
    private Dictionary<long, int> _sent = [];

    public TimeSpan Step { get; private set; } = TimeStep.Shortest;

    public DateTimeOffset? First { get; private set; }

    public DateTimeOffset? Last { get; private set; }

    public void Add(DateTimeOffset at)
    {
        First = First is { } first && first <= at ? first : at;
        Last = Last is { } last && last >= at ? last : at;
        Count(_sent, TimeStep.Number(at, Step), 1);
        while (_sent.Count > mostSteps && TimeStep.After(Step) is { } longer)
        {
            _sent = Merge(longer);
            Step = longer;
        }
    }

    /// <summary>The same in longer steps, in the order of time; a step without a mail is not among them.</summary>
    public IReadOnlyList<SentInStep> In(TimeSpan step) =>
    [
        .. Merge(step).OrderBy(static pair => pair.Key).Select(pair => new SentInStep(TimeStep.Start(pair.Key, step), pair.Value)),
    ];

    // Steps begin at multiples of their length, and a longer one is a multiple of every shorter one.
    private Dictionary<long, int> Merge(TimeSpan step)
    {
        var merged = new Dictionary<long, int>();
        foreach (var (number, sent) in _sent)
        {
            Count(merged, number * (Step.Ticks / TimeSpan.TicksPerSecond) / (step.Ticks / TimeSpan.TicksPerSecond), sent);
        }

        return merged;
    }

    private static void Count(Dictionary<long, int> steps, long number, int sent) => steps[number] = steps.GetValueOrDefault(number) + sent;
}
