using EmailCampaign.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EmailCampaign.Silo.Hosting;

/// <summary>Ready means that the cluster counts this silo as active, and that it is not on its way out.</summary>
internal sealed class SiloHealth(ILocalSiloDetails self, IClusterMembershipService membership, ISendingDrain drain) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = membership.CurrentSnapshot.GetSiloStatus(self.SiloAddress);
        return Task.FromResult(
            drain.IsDraining ? HealthCheckResult.Unhealthy("The silo drains.")
            : status == SiloStatus.Active ? HealthCheckResult.Healthy("The silo is active.")
            : HealthCheckResult.Unhealthy($"The silo is {status}."));
    }
}
