namespace EmailCampaign.Mail.Templates;

/// <summary>What came of reading a template folder.</summary>
public abstract record TemplateReading
{
    private TemplateReading()
    {
    }

    public sealed record Read(TemplateSource Source) : TemplateReading;

    /// <summary>Every problem found, at least one.</summary>
    public sealed record Unreadable(IReadOnlyList<TemplateProblem> Problems) : TemplateReading;
}
