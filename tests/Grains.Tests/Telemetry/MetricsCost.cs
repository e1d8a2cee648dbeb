using System.Diagnostics;
using EmailCampaign.Telemetry;
using Prometheus;

namespace EmailCampaign.Grains.Tests.Telemetry;

/// <summary>What metrics cost a mail; run by hand, for the figures of the metrics' guide.</summary>
public sealed class MetricsCost(ITestOutputHelper output)
{
    private const int Slices = 400_000;
    private const int Mails = 25;
    private const int Rounds = 5;

    [Theory(Explicit = true)]
    [InlineData(1)]
    [InlineData(2)]
    public void Count_ManySlices_PrintsNanosecondsAMail(int threads)
    {
        var metrics = new CampaignMetrics(Metrics.NewCustomRegistry());
        var families = new AccountFamilies(Metrics.WithCustomRegistry(Metrics.NewCustomRegistry()));

        Measure("a slice of 25 accepted mails, as a sender counts it", threads, () =>
        {
            using var working = metrics.Working();
            var account = metrics.Account("smtp");
            account.OnSlice(Mails, TimeSpan.FromMilliseconds(10));
            for (var mail = 0; mail < Mails; mail++)
            {
                account.OnSent();
            }
        });
        Measure("the same with the label looked up for each mail", threads, () =>
        {
            for (var mail = 0; mail < Mails; mail++)
            {
                families.Sent.WithLabels("smtp").Inc();
                families.Duration.WithLabels("smtp").Observe(0.0004);
            }
        });
    }

    private void Measure(string what, int threads, Action slice)
    {
        var best = double.PositiveInfinity;
        for (var round = 0; round < Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
            {
                for (var count = 0; count < Slices / threads; count++)
                {
                    slice();
                }
            });
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalNanoseconds / (Slices * Mails));
        }

        output.WriteLine($"{threads} threads, {what}: {best:F1} ns a mail");
    }
}
