namespace EmailCampaign.Testing.Smtp;

/// <summary>One line of a script: where it applies, and what happens there.</summary>
public sealed class SmtpRule(SmtpStep step, SmtpAction action)
{
    private int _left = int.MaxValue;

    /// <summary>Envelope recipient; null for every one.</summary>
    public string? Recipient { get; init; }

    /// <summary>1-based number of the connection; null for every one.</summary>
    public int? Session { get; init; }

    /// <summary>1-based number of the mail in its session; null for every one.</summary>
    public int? Message { get; init; }

    /// <summary>How often the rule applies before it is used up.</summary>
    public int Times
    {
        init => _left = value;
    }

    internal SmtpAction? Apply(in SmtpExchange exchange)
    {
        var applies = exchange.Step == step
            && (Recipient is null || string.Equals(Recipient, exchange.Recipient, StringComparison.OrdinalIgnoreCase))
            && (Session is null || Session == exchange.Session)
            && (Message is null || Message == exchange.Message);
        return applies && Interlocked.Decrement(ref _left) >= 0 ? action : null;
    }
}
