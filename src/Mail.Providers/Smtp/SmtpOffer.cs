using System.Globalization;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>What a server offers in its answer to EHLO (RFC 5321, section 4.1.1.1).</summary>
internal sealed record SmtpOffer
{
    /// <summary>A server that knows only HELO.</summary>
    public static SmtpOffer None { get; } = new();

    /// <summary>Commands may be sent without waiting for each answer (RFC 2920).</summary>
    public bool Pipelining { get; init; }

    public bool EightBitMime { get; init; }

    public bool SmtpUtf8 { get; init; }

    public bool StartTls { get; init; }

    /// <summary>Whether MAIL FROM may say how large the mail is (RFC 1870).</summary>
    public bool Size { get; init; }

    /// <summary>Most octets of a mail; 0 where no limit is named.</summary>
    public uint MaxSize { get; init; }

    /// <summary>Mechanisms of AUTH in upper case, as they were named.</summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = [];

    /// <summary>Reads the lines of the answer; whatever is not known is passed over.</summary>
    /// <param name="text">The lines without their codes, the server's greeting first.</param>
    public static SmtpOffer Read(string text)
    {
        var offer = new SmtpOffer();
        foreach (var line in text.Split('\n').Skip(1))
        {
            // Old servers write AUTH=LOGIN.
            var words = line.Split([' ', '\t', '=', '\r'], StringSplitOptions.RemoveEmptyEntries);
            offer = words is [var keyword, .. var values] ? offer.With(keyword.ToUpperInvariant(), values) : offer;
        }

        return offer;
    }

    private SmtpOffer With(string keyword, string[] values) => keyword switch
    {
        "PIPELINING" => this with { Pipelining = true },
        "8BITMIME" => this with { EightBitMime = true },
        "SMTPUTF8" => this with { SmtpUtf8 = true },
        "STARTTLS" => this with { StartTls = true },
        "SIZE" => this with
        {
            Size = true,
            MaxSize = values is [var size, ..] && uint.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : 0,
        },
        "AUTH" or "X-EXPS" => this with
        {
            Mechanisms = [.. Mechanisms.Union(values.Select(static value => value.ToUpperInvariant()), StringComparer.Ordinal)],
        },
        _ => this,
    };
}
