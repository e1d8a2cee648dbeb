using System.ComponentModel.DataAnnotations;

namespace EmailCampaign.Silo.Configuration;

/// <summary>Where a cluster's silo serves <c>/health/live</c>, <c>/health/ready</c> and <c>/dashboard</c>. Bound from <c>Admin</c>.</summary>
public sealed class AdminOptions
{
    public const string Section = "Admin";

    /// <summary>Port; 0 serves nothing. Several silos on one machine need their own. Default: 8080.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 8080;

    /// <summary>Address to listen on. Default: 127.0.0.1; a container needs 0.0.0.0.</summary>
    [IpAddress]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>
    /// What the dashboard asks for, as the password of any user or as a bearer token. A secret: it comes from the environment or a mounted
    /// file. Without one the dashboard is served on the loopback address only.
    /// </summary>
    public string? Token { get; set; }
}
