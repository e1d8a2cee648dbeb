using System.Text;
using EmailCampaign.Mail.Addresses;
using EmailCampaign.Mail.Composition;
using EmailCampaign.Mail.Sending;
using MimeKit;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>Who a mail is from and to, as MAIL FROM and RCPT TO say it, and what that asks of the server.</summary>
internal sealed class SmtpEnvelope
{
    private static readonly FormatOptions International = CreateInternational();

    private readonly string _from;
    private readonly string _to;
    private readonly bool _isPlain;
    private MailboxAddress? _sender;
    private MailboxAddress? _recipient;

    private SmtpEnvelope(string from, string to)
    {
        (_from, _to) = (from, to);
        _isPlain = PlainAddress.Is(from) && PlainAddress.Is(to);
        if (!_isPlain)
        {
            (_sender, _recipient) = (new MailboxAddress("", from), new MailboxAddress("", to));
        }
    }

    public MailboxAddress Sender => _sender ??= new MailboxAddress("", _from);

    public MailboxAddress Recipient => _recipient ??= new MailboxAddress("", _to);

    /// <summary>The envelope sender, From or Reply-To is beyond ASCII before the @: so is every mail of the campaign.</summary>
    public required bool SenderNeedsUtf8 { get; init; }

    /// <summary>
    /// A local part is beyond ASCII: only SMTPUTF8 (RFC 6531) can carry it, in the envelope as in a header. A domain alone travels as
    /// punycode, a name as an encoded word.
    /// </summary>
    public bool NeedsUtf8 => SenderNeedsUtf8 || (!_isPlain && !Ascii.IsValid(Recipient.LocalPart));

    /// <summary>A domain is beyond ASCII; MailKit keeps addresses decoded.</summary>
    public bool HasUnicodeDomain => !_isPlain && (Sender.IsInternational || Recipient.IsInternational);

    /// <summary>How the message is written; what signs it has to know.</summary>
    public FormatOptions Format => NeedsUtf8 ? International : MimeComposer.Wire;

    /// <summary>The address of MAIL FROM.</summary>
    public string SenderOnWire => _isPlain ? _from : Sender.GetAddress(idnEncode: !NeedsUtf8);

    /// <summary>The address of RCPT TO.</summary>
    public string RecipientOnWire => _isPlain ? _to : Recipient.GetAddress(idnEncode: !NeedsUtf8);

    /// <exception cref="ParseException">An address cannot be one.</exception>
    public static SmtpEnvelope Of(OutgoingMessage message, SmtpSender sender)
    {
        var from = sender.AddressFor(message);
        return new SmtpEnvelope(from, message.To)
        {
            SenderNeedsUtf8 = NeedsUtf8In(from) || NeedsUtf8In(message.From.Address) || (message.ReplyTo is { } replyTo && NeedsUtf8In(replyTo.Address)),
        };
    }

    /// <summary>What becomes of a mail that needs SMTPUTF8 where the server has none.</summary>
    public SendOutcome WithoutUtf8() => SenderNeedsUtf8
        ? new SendOutcome.Refused(RefuseReason.Sender, "The sender's address, or the one for replies, needs SMTPUTF8 (RFC 6531), which the server does not offer.")
        : new SendOutcome.Rejected(RejectReason.NeedsSmtpUtf8, "The address needs SMTPUTF8 (RFC 6531), which the server does not offer.");

    private static bool NeedsUtf8In(string address)
        => address.LastIndexOf('@') is var at && !Ascii.IsValid(address.AsSpan(0, at < 0 ? address.Length : at));

    private static FormatOptions CreateInternational()
    {
        var format = MimeComposer.Wire.Clone();
        format.International = true;
        return format;
    }
}
