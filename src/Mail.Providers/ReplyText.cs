namespace EmailCampaign.Mail.Providers;

/// <summary>Makes the words of a far side fit for a ledger, a log and a terminal.</summary>
internal static class ReplyText
{
    /// <summary>Longest reply that an outcome keeps.</summary>
    public const int Longest = 300;

    /// <summary>Text without line breaks and control characters, cut at a length.</summary>
    public static string OneLine(string text, int longest = Longest)
    {
        text = text.TrimStart();
        var shorter = text.Length > longest ? text[..longest] : text;
        return string.Create(shorter.Length, shorter, static (line, source) =>
        {
            for (var i = 0; i < line.Length; i++)
            {
                line[i] = char.IsControl(source[i]) || char.IsSurrogate(source[i]) ? ' ' : source[i];
            }
        }).Trim();
    }
}
