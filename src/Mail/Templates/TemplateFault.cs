namespace EmailCampaign.Mail.Templates;

/// <summary>A problem in one text, before it is known which file that text is.</summary>
internal sealed record TemplateFault(int Line, string Message);
