namespace EmailCampaign.Mail.Templates;

/// <summary>What a template may cost and how large it may be.</summary>
internal static class TemplateLimits
{
    /// <summary>Statements and loop rounds in one render of one text.</summary>
    public const int Steps = 50_000;

    /// <summary>Characters in one rendered text, and in one variable that the template builds.</summary>
    public const int Output = 2 * 1024 * 1024;

    /// <summary>Bytes of one source file.</summary>
    public const int Source = 1024 * 1024;

    /// <summary>Bytes of all attachments together.</summary>
    public const int Attachments = 10 * 1024 * 1024;
}
