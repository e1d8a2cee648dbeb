using System.ComponentModel.DataAnnotations;

namespace EmailCampaign.Silo.Configuration;

/// <summary>The silo's ports. Bound from <c>Silo</c>. An embedded silo takes another free port when one of these is in use.</summary>
public sealed class SiloPortOptions
{
    public const string Section = "Silo";

    /// <summary>Port between silos. Default: 11111.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 11111;

    /// <summary>Port for clients. Default: 30000.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;
}
