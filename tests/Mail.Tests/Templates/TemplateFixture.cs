using EmailCampaign.Mail.Templates;

namespace EmailCampaign.Mail.Tests.Templates;

/// <summary>A template and its input with sensible values, of which a test changes the one it is about.</summary>
internal static class TemplateFixture
{
    public static readonly DateTimeOffset Start = new(2026, 3, 29, 3, 30, 0, TimeSpan.FromHours(2));

    public static TemplateInput Input(params string[] columns) => new()
    {
        Columns = columns.Length > 0 ? columns : ["email", "first_name", "plan"],
        CampaignName = "Spring & Summer",
        Now = Start,
    };

    public static CompiledTemplate Compiled(TemplateSource source, TemplateInput? input = null)
        => CompiledTemplate.Compile(source, input ?? Input()) switch
        {
            TemplateCompilation.Compiled compiled => compiled.Template,
            TemplateCompilation.Failed failed => throw new InvalidOperationException(string.Join('\n', failed.Problems)),
            var other => throw new InvalidOperationException(other.ToString()),
        };

    public static IReadOnlyList<string> Problems(TemplateSource source, TemplateInput? input = null)
        => CompiledTemplate.Compile(source, input ?? Input()) is TemplateCompilation.Failed failed
            ? [.. failed.Problems.Select(problem => problem.ToString())]
            : [];

    public static TemplateSource Text(string text) => new() { Subject = "Hello", Text = text };

    public static TemplateSource Html(string html) => new() { Subject = "Hello", Html = html };

    public static Rendering.Rendered Rendered(CompiledTemplate template, params string[] values)
        => Assert.IsType<Rendering.Rendered>(template.Render(values, "ann@x.example"));

    /// <summary>Renders a text body for one row.</summary>
    public static string TextOf(string text, TemplateInput input, params string[] values)
        => Rendered(Compiled(Text(text), input), values).Text;
}
