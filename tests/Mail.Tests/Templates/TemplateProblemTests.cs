using EmailCampaign.Mail.Templates;
using FsCheck;
using FsCheck.Xunit;

namespace EmailCampaign.Mail.Tests.Templates;

public sealed class TemplateProblemTests
{
    [Theory]
    [InlineData("{{ fist_name }}", "body.html:1: unknown variable 'fist_name' (did you mean 'first_name'?)")]
    [InlineData("<p>\r\n{{ plan }}\r\n {{ plam }}", "body.html:3: unknown variable 'plam' (did you mean 'plan'?)")]
    [InlineData("{{ First_Name }}", "body.html:1: unknown variable 'First_Name' (did you mean 'first_name'? names differ by upper and lower case)")]
    [InlineData("{{ postcode }}", "body.html:1: unknown variable 'postcode' (the columns are email, first_name, plan)")]
    [InlineData("postcode\n{{ 'postcode' }}\n{% comment %}{{ postcode }}{% endcomment %}\n{{ plan | append: postcode }}", "body.html:4: unknown variable 'postcode' (the columns are email, first_name, plan)")]
    [InlineData("{% raw %}{{ nope }}{% endraw %}\n{% if plan == nope %}{% endif %}", "body.html:2: unknown variable 'nope' (the columns are email, first_name, plan)")]
    [InlineData("{% assign total = 1 %}\n{{ totl }}", "body.html:2: unknown variable 'totl' (did you mean 'total'?)")]
    [InlineData("{{ forloop.index }}", "body.html:1: unknown variable 'forloop' (the columns are email, first_name, plan)")]
    [InlineData("\n{{ plan.name }}", "body.html:2: 'plan' is a text and has no 'name'")]
    [InlineData("\n{{ row['Plan'] }}", "body.html:2: the CSV has no column 'Plan' (did you mean 'plan'? names differ by upper and lower case)")]
    [InlineData("{{ row.city }}", "body.html:1: the CSV has no column 'city'")]
    [InlineData("\n\n{{ plan | upcas }}", "body.html:3: unknown filter 'upcas' (did you mean 'upcase'?)")]
    [InlineData("a\n{% include 'footer' %}", "body.html:2: 'include' is not available: a template is one file")]
    [InlineData("{% render 'footer' %}", "body.html:1: 'render' is not available: a template is one file")]
    [InlineData("a\n{{ plan ", "body.html:2: syntax error: End of tag '}}' was expected")]
    [InlineData("{% bogus %}", "body.html:1: syntax error: Unknown tag 'bogus'")]
    [InlineData("{% if plan %}\nopen", "body.html:2: syntax error: '{% endif %}' was expected")]
    [InlineData("\n<a href='{{ unsubscribe_url }}'>", "body.html:2: unsubscribe_url is reserved; unsubscribe links are not available in this version; set your own with --set or a column named otherwise")]
    public void Compile_FaultInTheHtml_SaysFileLineAndRemedy(string html, string expected)
        => Assert.Equal([expected], TemplateFixture.Problems(TemplateFixture.Html(html)));

    [Theory]
    [InlineData("{% case z1 %}{% when z2 %}{{ z3 }}{% else %}{{ z4 }}{% endcase %}", 4)]
    [InlineData("{% if z1 contains z2 and z3 %}{{ z4 }}{% elsif z5 > z6 %}{{ z7 }}{% else %}{{ z8 }}{% endif %}", 8)]
    [InlineData("{% unless z1 %}{{ z2 }}{% else %}{{ z3 }}{% endunless %}", 3)]
    [InlineData("{% for i in z1 limit: z2 offset: z3 %}{{ z4 }}{% else %}{{ z5 }}{% endfor %}", 5)]
    [InlineData("{% for i in (z1..z2) %}{{ i }}{{ forloop.index }}{% endfor %}", 2)]
    [InlineData("{% tablerow i in z1 cols: z2 %}{{ z3 }}{{ tablerowloop.col }}{% endtablerow %}", 3)]
    [InlineData("{% assign a = z1 %}{% capture b %}{{ z2 }}{% endcapture %}{{ a }}{{ b }}{% increment c %}{% decrement d %}{{ c }}{{ d }}", 2)]
    [InlineData("{% cycle z1: z2, 'x' %}{% echo z3 %}{% ifchanged %}{{ z4 }}{% endifchanged %}", 4)]
    [InlineData("{{ plan[z1] }}{{ row[z2] }}{{ plan | slice: z3, z4 }}", 4)]
    public void Compile_UnknownVariableAnywhere_IsFound(string text, int count)
        => Assert.Equal(count, TemplateFixture.Problems(TemplateFixture.Text(text)).Count);

    [Theory]
    [InlineData("{% if plan %}", "{% endif %}", 5000, "body.html:51: more than 50 levels inside each other")]
    [InlineData("{{ row[", "] }}", 51, "body.html:1: more than 50 levels inside each other")]
    [InlineData("{{ plan", " }}", 5000, "body.html:1: a tag of more than 4,000 characters (is its end missing?)")]
    public void Compile_NestingThatCouldUseUpTheStack_IsAProblem(string open, string close, int count, string expected)
    {
        var html = open[1] == '{'
            ? open + string.Concat(Enumerable.Repeat(close[0] == ']' ? "row[" : " | upcase", count)) + "'plan'" + close
            : string.Concat(Enumerable.Repeat(open + "\n", count)) + string.Concat(Enumerable.Repeat(close, count));

        Assert.Equal([expected], TemplateFixture.Problems(TemplateFixture.Html(html)));
    }

    [Fact]
    public void Compile_FiftyLevels_Compile()
        => Assert.Empty(TemplateFixture.Problems(TemplateFixture.Text(
            string.Concat(Enumerable.Repeat("{% if plan %}", 50)) + string.Concat(Enumerable.Repeat("{% endif %}", 50)))));

    [Fact]
    public void Compile_HundredsOfUnknownNames_ReportsTwenty()
        => Assert.Equal(20, TemplateFixture.Problems(TemplateFixture.Text(
            string.Concat(Enumerable.Range(0, 500).Select(i => $"{{{{ unknown{i} }}}}\n")))).Count);

    [Property(MaxTest = 500)]
    public bool Compile_AnyText_AnswersAndRenders(NonNull<string> noise, int seed)
    {
        string[] pieces = ["{{", "}}", "{%", "%}", " if ", " endif ", " for i in ", "(1..3)", "plan", "row['plan']", "|", "upcase", "'", "\"", "\n", "comment", "raw", "[", "]", noise.Get];
        var state = (uint)seed;
        var text = string.Concat(Enumerable.Range(0, 30).Select(_ => pieces[(state = (state * 1664525) + 1013904223) % (uint)pieces.Length]));

        return CompiledTemplate.Compile(TemplateFixture.Html(text + "x"), TemplateFixture.Input()) switch
        {
            TemplateCompilation.Failed failed => failed.Problems.Count > 0,
            TemplateCompilation.Compiled compiled => compiled.Template.Render(["e", "a", "p"], "e") is not null,
            _ => false,
        };
    }

    [Fact]
    public void Compile_FaultsInEveryText_ReportsAllOnceInOrder()
    {
        var source = new TemplateSource { Subject = "{{ zzzzz }}", Html = "{{ zzzzz }}{{ zzzzz }}", Text = "\n{{ zzzzz }}" };
        var input = TemplateFixture.Input() with { Headers = [new("X-Plan", "{{ zzzzz }}")] };

        var places = TemplateFixture.Problems(source, input).Select(problem => problem.Split(": ")[0]);

        Assert.Equal(["subject.txt:1", "body.html:1", "body.txt:2", "header X-Plan"], places);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("  \n", "")]
    public void Compile_NoBody_IsAProblem(string? html, string? text)
        => Assert.Equal(
            ["body.html: the template has no body: write body.html, body.txt or both"],
            TemplateFixture.Problems(new() { Subject = "Hello", Html = html, Text = text }));

    [Theory]
    [InlineData("Bcc", "x@x.example")]
    [InlineData("X-Two\r\nBcc", "x")]
    [InlineData("X-Two", "a\r\nBcc: x@x.example")]
    public void Compile_ForbiddenHeader_IsAProblem(string name, string value)
        => Assert.StartsWith(
            $"header {name}: ",
            Assert.Single(TemplateFixture.Problems(
                TemplateFixture.Text("x"), TemplateFixture.Input() with { Headers = [new(name, value)] })),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("plan", "--set: 'plan' is also a column of the CSV; choose another name")]
    [InlineData("now", "--set: 'now' is a reserved name; choose another")]
    [InlineData("unsubscribe_url", "--set: 'unsubscribe_url' is a reserved name; choose another")]
    [InlineData("my key", "--set: 'my key' cannot be written in a template; use letters, digits and _")]
    public void Compile_SettingThatCannotBeUsed_IsAProblem(string key, string expected)
    {
        var input = TemplateFixture.Input() with { Settings = new Dictionary<string, string> { [key] = "x" } };

        Assert.Equal([expected], TemplateFixture.Problems(TemplateFixture.Text("x"), input));
    }

    [Fact]
    public void Compile_AliasOfTwoColumns_AsksForTheExactName()
        => Assert.Equal(
            ["body.txt:1: 'First_Name' could be row[\"First Name\"] or row[\"First/Name\"]: write one of these"],
            TemplateFixture.Problems(TemplateFixture.Text("{{ First_Name }}"), TemplateFixture.Input("First Name", "First/Name")));

    [Fact]
    public void ToString_WholeFile_HasNoLine()
        => Assert.Equal("subject.txt: the file is missing", new TemplateProblem("subject.txt", 0, "the file is missing").ToString());
}
