namespace EmailCampaign.Mail.Templates;

/// <summary>What came of compiling a template for the columns of one CSV.</summary>
public abstract record TemplateCompilation
{
    private TemplateCompilation()
    {
    }

    public sealed record Compiled(CompiledTemplate Template) : TemplateCompilation;

    /// <summary>Every problem found, at least one, in the order subject, HTML, text, headers.</summary>
    public sealed record Failed(IReadOnlyList<TemplateProblem> Problems) : TemplateCompilation;
}
