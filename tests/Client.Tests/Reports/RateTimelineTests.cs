using EmailCampaign.Client.Reports;
using EmailCampaign.Client.Tests.Fixtures;

namespace EmailCampaign.Client.Tests.Reports;

public sealed class RateTimelineTests
{
    private static readonly TimeSpan Night = TimeSpan.FromHours(9);

    [Fact]
    public void Of_ShortCampaign_CountsSeconds()
    {
        var timeline = Of(0, 0.2, 0.9, 2.1);

        Assert.Equal(TimeSpan.FromSeconds(1), timeline.Step);
        Assert.Equal([3, 0, 1], Assert.Single(timeline.Stretches).Sent);
        Assert.Equal(Statuses.Started, timeline.Stretches[0].Start);
    }

    [Fact]
    public void Of_PausedForANight_IsTwoStretchesInFineSteps()
    {
        var evening = Enumerable.Range(0, 7200).Select(static second => (double)second);
        var morning = Enumerable.Range(0, 3600).Select(static second => Night.TotalSeconds + 7200 + second);

        var timeline = Of([.. evening, .. morning]);

        Assert.Equal(TimeSpan.FromMinutes(1), timeline.Step);
        Assert.Equal([120, 60], timeline.Stretches.Select(static stretch => stretch.Sent.Count));
        Assert.Equal(Night, timeline.Stretches[1].Start - timeline.Stretches[0].End);
        Assert.All(timeline.Stretches.SelectMany(static stretch => stretch.Sent), static sent => Assert.Equal(60, sent));
    }

    [Fact]
    public void Of_OneMailADay_IsOneStretchOfFewSteps()
    {
        var timeline = Of([.. Enumerable.Range(0, 100).Select(static day => day * 86_400.0)]);

        Assert.Single(timeline.Stretches);
        Assert.InRange(timeline.Stretches[0].Sent.Count, 2, 240);
        Assert.Equal(100, timeline.Stretches[0].Sent.Sum());
    }

    [Fact]
    public void Of_WhateverTimes_LosesNoMailAndFits()
    {
        var random = new Random(17);
        foreach (var span in (double[])[1, 100, 10_000, 1e6, 1e8])
        {
            var times = Enumerable.Range(0, 3000).Select(_ => Math.Pow(random.NextDouble(), 5) * span).ToArray();

            var timeline = Of(times);

            Assert.Equal(times.Length, timeline.Stretches.Sum(static stretch => stretch.Sent.Sum()));
            Assert.InRange(timeline.Stretches.Sum(static stretch => stretch.Sent.Count), 1, 240);
            Assert.InRange(timeline.Stretches.Count, 1, 6);
        }
    }

    [Fact]
    public void Add_ManyMoreStepsThanAreHeld_KeepsEveryMail()
    {
        var histogram = new SentHistogram(mostSteps: 10);
        for (var second = 0; second < 5000; second++)
        {
            histogram.Add(Statuses.Started.AddSeconds(second));
        }

        Assert.Equal(TimeSpan.FromMinutes(10), histogram.Step);
        Assert.Equal(5000, histogram.In(histogram.Step).Sum(static step => step.Sent));
        Assert.Equal((Statuses.Started, Statuses.Started.AddSeconds(4999)), (histogram.First, histogram.Last));
    }

    private static RateTimeline Of(params IEnumerable<double> seconds)
    {
        var histogram = new SentHistogram(mostSteps: 20_000);
        foreach (var second in seconds)
        {
            histogram.Add(Statuses.Started.AddSeconds(second));
        }

        return RateTimeline.Of(histogram, mostSteps: 240);
    }
}
