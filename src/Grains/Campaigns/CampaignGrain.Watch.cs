using System.Runtime.CompilerServices;

namespace EmailCampaign.Campaigns;

internal sealed partial class CampaignGrain
{
    // Each watcher looks for itself, and only while it is read: one that is slow, or gone, costs nothing, and nothing is kept for it but what
    // it was told last. Short looks also keep a watcher from holding up the deactivation, which waits for the calls under way.
    public async IAsyncEnumerable<CampaignProgress> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var news = new CampaignNews(services.Clock);
        var since = services.Clock.GetTimestamp();
        while (Exists)
        {
            // After a loss the batches are asked again; their answers are worth a moment.
            var known = _recount.IsCompleted || services.Clock.GetElapsedTime(since) > RecountPatience;
            if (news.Of(known ? Status() : null) is { } progress)
            {
                yield return progress;
                if (progress.Status is { IsOver: true })
                {
                    yield break;
                }
            }

            await Task.Delay(CampaignProgress.Interval, services.Clock, cancellationToken);
        }
    }
}
