using System.Collections.Concurrent;
using System.Diagnostics;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Mail.Tracing;
using static EmailCampaign.Grains.Tests.Cluster.CampaignCluster;

namespace EmailCampaign.Grains.Tests.Cluster;

[Collection(HeardSpans.Group)]
public sealed class TracingTests
{
    [Fact]
    public async Task ACampaignWithFailures_IsOneTraceAndOneForEachSliceWithItsReasons()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = HeardSpans.Listen(spans, "traced", static _ => ActivitySamplingResult.AllDataAndRecorded);
        await using var cluster = await StartAsync(settings: ("RetryAttempts", "2"));
        var deferred = 0;
        cluster.Provider.Answer = message => message.Line switch
        {
            3 => new SendOutcome.Rejected(RejectReason.UnknownMailbox, $"550 5.1.1 <{message.To}>: no such user"),
            5 when Interlocked.Increment(ref deferred) == 1 => new SendOutcome.Deferred(DeferReason.Reply, null, $"451 4.7.1 {message.To} later"),
            _ => new SendOutcome.Accepted("id"),
        };

        await CompletedAsync(await cluster.LaunchAsync(Definition("traced"), 60));

        // The campaign's own span ends with its last tick.
        await UntilAsync(() => spans.Any(static span => span.OperationName == CampaignTraces.Campaign), () => string.Join(", ", spans.Select(static span => span.OperationName)));
        var campaign = Assert.Single(spans, static span => span.OperationName == CampaignTraces.Campaign);
        Assert.Equal(("traced", 60, "Completed"), (campaign.GetTagItem("campaign.id"), campaign.GetTagItem("campaign.recipients"), campaign.GetTagItem("campaign.phase")));
        var batches = spans.Where(static span => span.OperationName == CampaignTraces.Batch).ToList();
        Assert.NotEmpty(batches);
        Assert.All(batches, batch => Assert.Equal((campaign.TraceId, campaign.SpanId), (batch.TraceId, batch.ParentSpanId)));

        var slices = spans.Where(static span => span.OperationName == CampaignTraces.Slice).ToList();
        Assert.All(slices, slice => Assert.Contains(batches, batch => batch.SpanId == Assert.Single(slice.Links).Context.SpanId));
        Assert.Equal(slices.Count, slices.DistinctBy(static slice => slice.TraceId).Count());
        var attempts = spans.Where(static span => span.OperationName == CampaignTraces.Attempt).ToList();
        Assert.Equal(
            slices.Select(static slice => (slice.TraceId, slice.SpanId)).Order(Comparer<(ActivityTraceId, ActivitySpanId)>.Create(static (a, b) => string.CompareOrdinal($"{a}", $"{b}"))),
            attempts.Select(static attempt => (attempt.TraceId, attempt.ParentSpanId)).Order(Comparer<(ActivityTraceId, ActivitySpanId)>.Create(static (a, b) => string.CompareOrdinal($"{a}", $"{b}"))));
        Assert.Equal(61, attempts.Sum(static attempt => (int)attempt.GetTagItem("slice.mails")!));

        Assert.Equal(["dead-letter unknown_mailbox", "retry temporary_failure"], Events(slices).Order());
        Assert.Equal(["deferred temporary_failure", "rejected unknown_mailbox"], Events(attempts).Order());
        Assert.Equal([451, 550], attempts.SelectMany(static attempt => attempt.Events).Select(static note => (int)Tag(note, "reply.code")!).Order());

        // Nothing in it says who.
        Assert.DoesNotContain(spans.SelectMany(Texts), static text => text.Contains('@', StringComparison.Ordinal) || text.Contains("no such user", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NothingIsSampled_SendsAllTheSame()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = HeardSpans.Listen(spans, "unsampled", static name => name is CampaignTraces.Campaign or CampaignTraces.Batch
            ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.PropagationData);
        await using var cluster = await StartAsync();

        await SentAsync(await cluster.LaunchAsync(Definition("unsampled"), 60), 60);

        Assert.DoesNotContain(spans, static span => span.Recorded && span.OperationName is CampaignTraces.Slice or CampaignTraces.Attempt);
    }

    private static IEnumerable<string> Events(IEnumerable<Activity> spans)
        => spans.SelectMany(static span => span.Events).Select(static note => $"{note.Name} {Tag(note, "reason")}");

    private static object? Tag(ActivityEvent note, string name) => note.Tags.FirstOrDefault(tag => tag.Key == name).Value;

    private static IEnumerable<string> Texts(Activity span) => span.TagObjects.Concat(span.Events.SelectMany(static note => note.Tags))
        .Select(static tag => $"{tag.Value}").Append(span.StatusDescription ?? "");
}
