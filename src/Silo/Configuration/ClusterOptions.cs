using System.ComponentModel.DataAnnotations;

namespace EmailCampaign.Silo.Configuration;

/// <summary>Which silos belong together. Bound from <c>Cluster</c>; an embedded silo is a cluster of its own and ignores it.</summary>
public sealed class ClusterOptions
{
    public const string Section = "Cluster";

    /// <summary>Silos and consoles with the same id over the same database are one cluster. Default: <c>email-campaign</c>.</summary>
    [Required, StringLength(150)]
    public string Id { get; set; } = "email-campaign";

    /// <summary>
    /// Where the cluster remembers which silo a grain is on: <c>distributed</c> (strongly consistent; the default) or <c>local</c>
    /// (Orleans' own default, eventually consistent: the loss of a silo also restarts grains of the others).
    /// </summary>
    [AllowedValues("distributed", "local")]
    public string GrainDirectory { get; set; } = "distributed";
}
