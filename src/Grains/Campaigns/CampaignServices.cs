using EmailCampaign.Hosting;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Telemetry;
using Microsoft.Extensions.Options;

namespace EmailCampaign.Campaigns;

/// <summary>What every campaign of a silo shares.</summary>
internal sealed class CampaignServices(
    CampaignsInWork work,
    CampaignMetrics metrics,
    CampaignQueues queues,
    IMailProviderCatalog providers,
    IClusterMembershipService membership,
    IClusterManifestProvider manifests,
    ILocalSiloDetails self,
    SiloRole role,
    TimeProvider clock,
    IOptions<SendingOptions> options,
    IEnumerable<IStorageDurability> durability,
    IEnumerable<IReminderRows> reminderRows)
{
    public CampaignsInWork Work => work;

    public CampaignMetrics Metrics => metrics;

    public CampaignQueues Queues => queues;

    public IMailProviderCatalog Providers => providers;

    public SiloRole Role => role;

    public TimeProvider Clock => clock;

    public SendingOptions Options => options.Value;

    /// <summary>
    /// Silos that share the work, this one at least. A silo that has just joined is not among them before its grains are known here: nothing
    /// can be placed on it, and what was meant for it would go to the others for good.
    /// </summary>
    public IReadOnlyList<SiloAddress> Silos => membership.CurrentSnapshot.Members.Values
        .Where(member => member.Status == SiloStatus.Active && manifests.Current.Silos.ContainsKey(member.SiloAddress))
        .Select(static member => member.SiloAddress)
        .DefaultIfEmpty(self.SiloAddress)
        .ToArray();

    public SiloAddress Self => self.SiloAddress;

    /// <summary>Removes the reminders of a grain where this silo has no reminder service; without any effect where it has one.</summary>
    public async Task ForgetRemindersAsync(GrainId grain)
    {
        foreach (var rows in reminderRows)
        {
            await rows.RemoveAsync(grain);
        }
    }

    /// <summary>An at-most-once campaign keeps its promise through a power loss too.</summary>
    public void RequirePowerLossDurability()
    {
        foreach (var storage in durability)
        {
            storage.RequirePowerLoss();
        }
    }
}
