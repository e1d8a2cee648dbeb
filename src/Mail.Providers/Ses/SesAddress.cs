using System.Text;
using EmailCampaign.Mail.Composition;
using EmailCampaign.Mail.Sending;
using MimeKit;

namespace EmailCampaign.Mail.Providers.Ses;

/// <summary>Addresses as the API takes them: 7-bit, domains in punycode, names as encoded words (RFC 2047).</summary>
internal static class SesAddress
{
    /// <summary>The address alone.</summary>
    public static string Bare(string address) => MailboxAddress.EncodeAddrspec(address);

    /// <summary>Name and address.</summary>
    public static string Full(Mailbox mailbox)
        => new MailboxAddress(Encoding.UTF8, mailbox.Name, mailbox.Address).ToString(MimeComposer.Wire, encode: true).ReplaceLineEndings("");

    /// <summary>Whether the local part is beyond ASCII: SES has no way to carry it. A domain alone travels as punycode.</summary>
    public static bool NeedsUtf8(string address) => !Ascii.IsValid(address.AsSpan(0, Math.Max(0, address.LastIndexOf('@'))));

    public static bool IsPlain(string text)
        => Ascii.IsValid(text) && MailboxAddress.TryParse(text, out var mailbox) && mailbox.Address.Equals(text, StringComparison.Ordinal)
            && text.Contains('@', StringComparison.Ordinal);
}
