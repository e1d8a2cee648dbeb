namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>One server of an account as this silo meets it: its sessions, its turn, and whether it is left out for now.</summary>
internal sealed class SmtpServer(SmtpEndpoint endpoint, SmtpConnector connector, SmtpSessionPool sessions)
{
    public SmtpEndpoint Endpoint => endpoint;

    public SmtpConnector Connector => connector;

    public SmtpSessionPool Sessions => sessions;

    /// <summary>How far its share is used up: the server that is furthest behind is next.</summary>
    public double Pass { get; set; }

    /// <summary>When it is tried again, on the monotonic clock; null while it can be reached.</summary>
    public long? RestsUntil { get; set; }

    /// <summary>Whether it took SMTPUTF8 when it was last met; true until then.</summary>
    public bool TakesUtf8 { get; set; } = true;
}
