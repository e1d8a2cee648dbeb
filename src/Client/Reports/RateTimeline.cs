namespace EmailCampaign.Client.Reports;

/// <summary>When a campaign's mails were sent: stretches of equal steps, and between two of them a time in which nothing was sent.</summary>
/// <param name="Step">Length of a step.</param>
/// <param name="Stretches">In the order of time; none when nothing was sent.</param>
internal sealed record RateTimeline(TimeSpan Step, IReadOnlyList<RateStretch> Stretches)
{
    /// <summary>Steps without a mail that part two stretches. Fewer are shown as what they are, steps with nothing.</summary>
    private const int EmptySteps = 20;

    private const int MostStretches = 6;

    public static RateTimeline None { get; } = new(TimeStep.Shortest, []);

    /// <summary>Chooses the shortest step that fits.</summary>
    /// <param name="histogram">What was sent.</param>
    /// <param name="mostSteps">Steps that there is room for.</param>
    public static RateTimeline Of(SentHistogram histogram, int mostSteps)
    {
        var best = None;
        foreach (var step in TimeStep.From(histogram.Step))
        {
            best = new(step, Split(histogram.In(step), step));
            if (best.Stretches.Count <= MostStretches && best.Stretches.Sum(static stretch => stretch.Sent.Count) <= mostSteps)
            {
                break;
            }
        }

        return best;
    }

    private static List<RateStretch> Split(IReadOnlyList<SentInStep> steps, TimeSpan length)
    {
        var stretches = new List<RateStretch>();
        var sent = new List<int>();
        var start = default(DateTimeOffset);
        foreach (var step in steps)
        {
            var empty = sent.Count == 0 ? 0 : ((step.Start - start) / length) - sent.Count;
            if (empty >= EmptySteps)
            {
                stretches.Add(new(start, length, sent));
                sent = [];
            }

            if (sent.Count == 0)
            {
                start = step.Start;
            }
            else
            {
                sent.AddRange(Enumerable.Repeat(0, (int)Math.Round(empty)));
            }

            sent.Add(step.Sent);
        }

        if (sent.Count > 0)
        {
            stretches.Add(new(start, length, sent));
        }

        return stretches;
    }
}
