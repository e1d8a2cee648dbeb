using EmailCampaign.Mail.Templates;
using FsCheck.Xunit;

namespace EmailCampaign.Mail.Tests.Templates;

/// <summary>Texts that are put together without the interpreter read as the interpreter writes them.</summary>
public sealed class PlainPartsTests
{
    // A tag that does nothing and that only the interpreter knows.
    private const string Interpreted = "{% if false %}{% endif %}";

    [Theory]
    [InlineData("")]
    [InlineData("no value at all")]
    [InlineData("Hello {{ first_name }}, your plan is {{ plan }}.\n")]
    [InlineData("{{first_name}}{{plan}}")]
    [InlineData("Hello {{- first_name -}} , {{ plan -}}\n\n  and {{- email }}")]
    [InlineData("Hello {{ first_name | default: \"friend\" }}, {{ plan | default: 'a \"b\" & <c>' }}")]
    [InlineData("{{ first_name | default: plan }}")]
    [InlineData("{{ first_name | default: \"x\", allow_false: true }}")]
    [InlineData("{{ first_name | upcase }}")]
    [InlineData("{{ row.plan }} {{ row[\"first_name\"] }}")]
    [InlineData("{{ campaign }} {{ now | date: \"%Y\" }} {{ 'literal' }} {{ 12 }}")]
    [InlineData("a{% comment %} {{ plan }} {% endcomment %}b {{ plan }}")]
    [InlineData("{% raw %}{{ plan }}{% endraw %} {{ plan }}")]
    public void Render_Template_IsTheInterpreters(string template)
    {
        foreach (var values in (string[][])[["ann@x.example", "Ann", "pro"], ["ann@x.example", "", ""], ["ann@x.example", "Zoë <b>&\"'", "  "], ["ann@x.example"], []])
        {
            AssertSame(template, values);
        }
    }

    [Property(MaxTest = 200)]
    public void Render_AnyValues_AreTheInterpreters(string? name, string? plan)
        => AssertSame("Hello {{ first_name }}, {{- plan }} and {{ plan | default: 'none' }}\n", ["ann@x.example", name ?? "", plan ?? ""]);

    [Fact]
    public void Render_ValuesThatAreTooLongTogether_Fails()
    {
        var template = TemplateFixture.Compiled(TemplateFixture.Text("{{ plan }}{{ plan }}"));

        var failed = Assert.IsType<Rendering.Failed>(template.Render(["", "", new string('x', 1_100_000)], "ann@x.example"));

        Assert.Contains("2 million characters", failed.Problem, StringComparison.Ordinal);
    }

    private static void AssertSame(string template, string[] values)
    {
        Assert.Equal(Rendered(TemplateFixture.Text(template + Interpreted + "."), values).Text, Rendered(TemplateFixture.Text(template + "."), values).Text);
        Assert.Equal(Rendered(TemplateFixture.Html(template + Interpreted + "."), values).Html, Rendered(TemplateFixture.Html(template + "."), values).Html);
        Assert.Equal(Rendered(TemplateFixture.Html(template + Interpreted + "."), values).Text, Rendered(TemplateFixture.Html(template + "."), values).Text);
    }

    private static Rendering.Rendered Rendered(TemplateSource source, string[] values) => TemplateFixture.Rendered(TemplateFixture.Compiled(source), values);
}
