namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>One of several servers of an account: <c>Providers:&lt;account&gt;:Servers:0</c>, <c>:1</c>, ... What is not set is the account's.</summary>
internal sealed class SmtpServerOptions
{
    /// <summary>Name or address of the server.</summary>
    public string? Host { get; set; }

    public int? Port { get; set; }

    /// <summary>Share of the slices, in proportion to the other servers' weights. Default: 1.</summary>
    public int Weight { get; set; } = 1;

    public SmtpSecurity? Security { get; set; }

    public string? Username { get; set; }

    /// <summary>Never logged, never part of an outcome.</summary>
    public string? Password { get; set; }

    /// <summary>Most connections of this silo to this server.</summary>
    public int? MaxSessions { get; set; }
}
