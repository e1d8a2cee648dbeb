using System.ComponentModel.DataAnnotations;

namespace EmailCampaign.Silo.Configuration;

/// <summary>Where the silo is reached. Bound from <c>Silo</c>. An embedded silo takes another free port when one of these is in use; a cluster's silo does not start then.</summary>
public sealed class SiloPortOptions
{
    public const string Section = "Silo";

    /// <summary>The value of <see cref="Address"/> that means the address of the machine's own name.</summary>
    internal const string OfTheHost = "host";

    /// <summary>
    /// The address by which the other silos and the consoles reach this one. Default: 127.0.0.1, all on one machine; a pod gives its own.
    /// <c>host</c> takes what this machine's own name stands for, as a container needs it that is not told its address.
    /// An embedded silo is reached from its own machine only, whatever this says.
    /// </summary>
    [IpAddress(Or = OfTheHost)]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Port between silos. Default: 11111.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 11111;

    /// <summary>Port for clients. Default: 30000.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;
}
