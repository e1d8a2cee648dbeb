using System.Collections.Concurrent;
using System.Diagnostics;
using EmailCampaign.Mail.Tracing;

namespace EmailCampaign.Grains.Tests.Cluster;

/// <summary>The spans of one campaign. Other tests of the process send too; those that sample run one after the other, in <see cref="Group"/>.</summary>
internal static class HeardSpans
{
    public const string Group = "spans";

    public static ActivityListener Listen(ConcurrentQueue<Activity> spans, string campaign, Func<string, ActivitySamplingResult> sample)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == CampaignTraces.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => sample(options.Name),
            ActivityStopped = span =>
            {
                if (campaign.Equals(span.GetTagItem("campaign.id")))
                {
                    spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
