using EmailCampaign.LoadTest.Measuring;
using EmailCampaign.LoadTest.Sinks;

namespace EmailCampaign.LoadTest.Subjects;

/// <summary>A subject several times at once. Its runs know nothing of each other and share the machine and the sink: what a mail costs more than alone is the machine's doing.</summary>
internal sealed class SeveralSubject(ISubject subject, int times) : ISubject
{
    public required string Name { get; init; }

    public async Task<Measurement> RunAsync(Material material, ISink sink, CancellationToken cancellationToken)
    {
        var before = ChildUsage.CpuOfEndedChildren();
        var runs = await Task.WhenAll(Enumerable.Range(0, times).Select(_ => subject.RunAsync(material, sink, cancellationToken)));
        return new()
        {
            Mails = runs.Sum(static run => run.Mails),
            Seconds = runs.Max(static run => run.Seconds),

            // One that ended later counts those before it too.
            CpuSeconds = (ChildUsage.CpuOfEndedChildren() - before)?.TotalSeconds ?? runs.Sum(static run => run.CpuSeconds),
            PeakBytes = runs.Max(static run => run.PeakBytes),
        };
    }
}
