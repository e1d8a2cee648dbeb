using System.Globalization;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>A reply of the server.</summary>
/// <param name="Code">The basic code (RFC 5321): what is trusted when the enhanced code contradicts it.</param>
/// <param name="Text">The lines without their codes, the enhanced code leading where there is one.</param>
internal readonly record struct SmtpReply(int Code, string Text)
{
    private const int LongestText = 300;

    /// <summary>The reply on one line, cut: fit for a ledger and a terminal.</summary>
    public override string ToString() => OneLine(string.Create(CultureInfo.InvariantCulture, $"{Code} {Text}"), LongestText).TrimEnd();

    /// <summary>Text of a server without line breaks and control characters, cut at a length.</summary>
    public static string OneLine(string text, int longest) => ReplyText.OneLine(text, longest);
}
