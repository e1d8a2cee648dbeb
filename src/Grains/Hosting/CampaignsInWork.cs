using System.Collections.Concurrent;

namespace EmailCampaign.Hosting;

/// <summary>The campaigns that grains of this silo drive at the moment.</summary>
internal sealed class CampaignsInWork : ICampaignsInWork
{
    private readonly ConcurrentDictionary<string, CampaignWork> _campaigns = new();
    private readonly TaskCompletionSource _recovered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyCollection<string> Sending => Ids(CampaignWork.Sending);

    public IReadOnlyCollection<string> Scheduled => Ids(CampaignWork.Scheduled);

    public IReadOnlyCollection<string> Deleting => Ids(CampaignWork.Deleting);

    public Task Recovered => _recovered.Task;

    public void Set(string campaignId, CampaignWork work)
    {
        if (work == CampaignWork.None)
        {
            _campaigns.TryRemove(campaignId, out _);
        }
        else
        {
            _campaigns[campaignId] = work;
        }
    }

    public void SetRecovered() => _recovered.TrySetResult();

    private string[] Ids(CampaignWork work) => [.. _campaigns.Where(pair => pair.Value == work).Select(static pair => pair.Key)];
}
