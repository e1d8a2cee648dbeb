using System.Globalization;

namespace EmailCampaign.Testing.Clusters.Chaos;

/// <summary>One disturbance of a round.</summary>
/// <param name="Action">What is done.</param>
/// <param name="At">When: the share of the contacts whose mail was taken; 0 is while they are imported.</param>
/// <param name="Seat">To which silo; the next one when this one is down already. The database has none.</param>
/// <param name="Outage">Until it is mended.</param>
public sealed record ChaosEvent(ChaosAction Action, double At, int Seat, TimeSpan Outage)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Action switch
        {
            ChaosAction.Kill => "kill",
            ChaosAction.Terminate => "term",
            ChaosAction.HangShort or ChaosAction.HangLong => "hang",
            _ => "database",
        }} {Outage.TotalSeconds:0} s");
}
