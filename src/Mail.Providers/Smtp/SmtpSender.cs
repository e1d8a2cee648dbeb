using EmailCampaign.Mail.Addresses;
using EmailCampaign.Mail.Composition;
using EmailCampaign.Mail.Domains;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>The envelope sender of an account's mails: the From address, the account's own, or the account's own with the mail's token.</summary>
internal sealed class SmtpSender(SmtpOptions options)
{
    private readonly string? _address = string.IsNullOrWhiteSpace(options.EnvelopeSender) ? null : AddressRules.Check(options.EnvelopeSender).Address;

    /// <summary>The same for every attempt: greylisting knows a mail by it. Never empty: a campaign's mails are no bounces.</summary>
    public string AddressFor(OutgoingMessage message) => (_address, options.Verp) switch
    {
        (null, _) => message.From.Address,
        (_, false) => _address,
        _ => VerpAddress.For(_address, Token(message.MessageId)),
    };

    /// <summary>The domain that bounces of this sender's mails go to.</summary>
    public string? Domain(Mailbox from) => DomainName.Of(_address ?? from.Address);

    private static string Token(string messageId) => messageId[..(messageId.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at ? at : messageId.Length)];
}
