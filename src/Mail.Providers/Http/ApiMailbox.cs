using System.Globalization;
using System.Text;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Http;

/// <summary>Mailboxes as APIs take them.</summary>
internal static class ApiMailbox
{
    private static readonly IdnMapping Idn = new();

    /// <summary>The address with its domain in ASCII.</summary>
    public static string Address(Mailbox mailbox)
    {
        var at = mailbox.Address.LastIndexOf('@') + 1;
        return Ascii.IsValid(mailbox.Address.AsSpan(at)) ? mailbox.Address : mailbox.Address[..at] + Idn.GetAscii(mailbox.Address, at);
    }

    /// <summary>Name and address in one string (RFC 5322, section 3.4), the name quoted where it must be.</summary>
    public static string Whole(Mailbox mailbox) => mailbox.Name.Length == 0 ? Address(mailbox) : $"{Phrase(mailbox.Name)} <{Address(mailbox)}>";

    private static string Phrase(string name) => name.All(static letter => letter == ' ' || char.IsLetterOrDigit(letter) || letter > '\u007f' || "!#$%&'*+-/=?^_`{|}~".Contains(letter, StringComparison.Ordinal))
        ? name
        : $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
