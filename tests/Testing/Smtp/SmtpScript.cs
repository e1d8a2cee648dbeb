namespace EmailCampaign.Testing.Smtp;

/// <summary>How a <see cref="ScriptedSmtpServer"/> behaves. Without rules it takes every mail.</summary>
public sealed record SmtpScript
{
    public static SmtpScript AcceptAll { get; } = new();

    /// <summary>Asked in order; the first that applies decides.</summary>
    public IReadOnlyList<SmtpRule> Rules { get; init; } = [];

    /// <summary>Asked when no rule applies; null means yes. For behaviour that is computed, such as "every tenth recipient is unknown".</summary>
    public Func<SmtpExchange, SmtpAction?>? Otherwise { get; init; }

    public bool Pipelining { get; init; } = true;

    public bool EightBitMime { get; init; } = true;

    public bool SmtpUtf8 { get; init; }

    /// <summary>Answers 354 to DATA also where no recipient was taken, as some servers do.</summary>
    public bool TakesDataWithoutRecipient { get; init; }

    /// <summary>Size that EHLO announces, in octets; null announces none. It is announced, not enforced.</summary>
    public long? Size { get; init; } = 35_882_577;

    /// <summary>Offers STARTTLS with the server's self-signed certificate.</summary>
    public bool StartTls { get; init; }

    /// <summary>Mechanisms of AUTH, such as <c>PLAIN LOGIN</c>; empty offers none.</summary>
    public string Auth { get; init; } = "";

    /// <summary>The one account that AUTH lets in.</summary>
    public (string User, string Password)? Account { get; init; }

    /// <summary>Adds a rule.</summary>
    public SmtpScript On(SmtpStep step, SmtpAction action, string? recipient = null, int? session = null, int? message = null, int times = int.MaxValue)
        => this with { Rules = [.. Rules, new SmtpRule(step, action) { Recipient = recipient, Session = session, Message = message, Times = times }] };

    /// <summary>Adds a rule that answers with a line.</summary>
    public SmtpScript On(SmtpStep step, string reply, string? recipient = null, int? session = null, int? message = null, int times = int.MaxValue)
        => On(step, new SmtpAction.Reply(reply), recipient, session, message, times);

    internal SmtpAction? Decide(in SmtpExchange exchange)
    {
        foreach (var rule in Rules)
        {
            if (rule.Apply(exchange) is { } action)
            {
                return action;
            }
        }

        return Otherwise?.Invoke(exchange);
    }
}
