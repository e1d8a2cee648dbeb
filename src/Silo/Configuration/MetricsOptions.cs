using System.ComponentModel.DataAnnotations;

namespace EmailCampaign.Silo.Configuration;

/// <summary>Where metrics are served. Bound from <c>Metrics</c>.</summary>
public sealed class MetricsOptions
{
    public const string Section = "Metrics";

    /// <summary>Port of <c>/metrics</c>; 0 serves none. Several silos on one machine need their own. Default: 2112.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 2112;

    /// <summary>Address that metrics are served on; those that a container is to reach need another. Default: 127.0.0.1.</summary>
    [IpAddress]
    public string Address { get; set; } = "127.0.0.1";
}
