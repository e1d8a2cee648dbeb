namespace EmailCampaign.Mail.Templates;

/// <summary>Makes a value fit for a header: a line end in a contact's data must never start a header of its own.</summary>
internal static class SingleLine
{
    /// <summary>Control characters and Unicode line ends become spaces; white space at both ends goes.</summary>
    public static string Of(string value)
    {
        if (!HasBreak(value))
        {
            return value.Trim();
        }

        return string.Create(value.Length, value, static (buffer, source) =>
        {
            for (var i = 0; i < buffer.Length; i++)
            {
                buffer[i] = Breaks(source[i]) ? ' ' : source[i];
            }
        }).Trim();
    }

    private static bool HasBreak(string value)
    {
        foreach (var letter in value)
        {
            if (Breaks(letter))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Breaks(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';
}
