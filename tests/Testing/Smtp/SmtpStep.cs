namespace EmailCampaign.Testing.Smtp;

/// <summary>A moment at which the scripted server decides what to do.</summary>
public enum SmtpStep
{
    /// <summary>A client has connected; the greeting is due.</summary>
    Greeting = 0,
    Ehlo = 1,
    StartTls = 2,

    /// <summary>AUTH with its credentials complete.</summary>
    Auth = 3,
    Mail = 4,
    Rcpt = 5,

    /// <summary>The DATA command; 354 is due.</summary>
    Data = 6,

    /// <summary>The first bytes of the message have arrived. The default is to read on.</summary>
    Body = 7,

    /// <summary>The final dot has arrived.</summary>
    Dot = 8,
    Rset = 9,
    Noop = 10,
    Quit = 11,
}
