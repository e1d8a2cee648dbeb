namespace EmailCampaign.Silo.Configuration;

/// <summary>How a console looks at the DNS of a sender's domain. Bound from <c>Domains</c>.</summary>
public sealed class DomainOptions
{
    public const string Section = "Domains";

    /// <summary>Whether a launch looks up the sender's domain, to warn. Default: true.</summary>
    public bool CheckAtLaunch { get; set; } = true;

    /// <summary>The resolver to ask, as <c>192.0.2.53:53</c>. Default: the machine's.</summary>
    [IpEndPoint]
    public string? Resolver { get; set; }
}
