using System.Globalization;
using EmailCampaign.Mail.Templates;

namespace EmailCampaign.Mail.Tests.Templates;

public sealed class CompiledTemplateTests
{
    [Fact]
    public void Render_HtmlAndText_EncodesInHtmlOnly()
    {
        var template = TemplateFixture.Compiled(new()
        {
            Subject = "{{ first_name }}",
            Html = "<p>{{ first_name }} {{ campaign }}</p>",
            Text = "{{ first_name }} {{ campaign }}",
        });

        var mail = TemplateFixture.Rendered(template, "e", "Zoë <b>&", "pro");

        Assert.Equal("Zoë <b>&", mail.Subject);
        Assert.Equal("<p>Zoë &lt;b&gt;&amp; Spring &amp; Summer</p>", mail.Html);
        Assert.Equal("Zoë <b>& Spring & Summer", mail.Text);
    }

    [Fact]
    public void Render_NoTextBody_MakesItFromThisRecipientsHtml()
    {
        var template = TemplateFixture.Compiled(TemplateFixture.Html("<h1>Hi {{ first_name }}</h1><p>See <a href=\"https://x.example/?p={{ plan }}\">this</a></p>"));

        Assert.Equal("Hi Ann & Bob\n\nSee this (https://x.example/?p=pro)", TemplateFixture.Rendered(template, "e", "Ann & Bob", "pro").Text);
    }

    [Fact]
    public void Render_TextOnly_HasNoHtml()
        => Assert.Null(TemplateFixture.Rendered(TemplateFixture.Compiled(TemplateFixture.Text("x")), "e", "a", "p").Html);

    [Fact]
    public void Render_LineEndsInValues_NeverLeaveTheSubjectOrAHeader()
    {
        var input = TemplateFixture.Input() with { Headers = [new("X-Name", " {{ first_name }}")] };
        var template = TemplateFixture.Compiled(new() { Subject = "Hi {{ first_name }} ", Text = "x" }, input);

        var mail = TemplateFixture.Rendered(template, "e", "Ann\r\nBcc: all@x.example\0\u2028\t", "pro");

        Assert.Equal("Hi Ann  Bcc: all@x.example", mail.Subject);
        Assert.Equal([new("X-Name", "Ann  Bcc: all@x.example")], mail.Headers);
    }

    [Fact]
    public void Render_HeaderValueThatCannotBeFolded_FailsForThisRow()
    {
        var input = TemplateFixture.Input() with { Headers = [new("X-Name", "{{ first_name }}")] };
        var template = TemplateFixture.Compiled(TemplateFixture.Text("x"), input);

        var failed = Assert.IsType<Rendering.Failed>(template.Render(["e", new string('a', 901), "pro"], "e"));

        Assert.Equal("header X-Name", failed.File);
    }

    [Fact]
    public void Render_Now_IsTheStartOfTheCampaignInUtc()
        => Assert.Equal(
            "2026-03-29 01:30:00Z 2026-03-29T01:30 Sunday 29 March",
            TemplateFixture.TextOf("{{ now }} {{ 'now' | date: '%Y-%m-%dT%H:%M' }} {{ now | date: '%A %d %B' }}", TemplateFixture.Input(), "e", "a", "p"));

    [Theory]
    [InlineData("10:30", "2026-03-29 10:30 +0000")]
    [InlineData("Jan 5", "2026-01-05 00:00 +0000")]
    [InlineData("3/26", "2026-03-26 00:00 +0000")]
    [InlineData("2001-02-03", "2001-02-03 00:00 +0000")]
    [InlineData("2001-02-03T04:05:06+05:00", "2001-02-03 04:05 +0500")]
    [InlineData("nonsense", "nonsense")]
    public void Render_DateInTheData_IsCompletedFromTheStartAndNeverFromToday(string value, string expected)
    {
        var input = TemplateFixture.Input();

        Assert.Equal(expected, TemplateFixture.TextOf("{{ plan | date: '%Y-%m-%d %H:%M %z' | default: plan }}", input, "e", "a", value));
        Assert.Equal(
            expected.Replace("2026", "2031", StringComparison.Ordinal),
            TemplateFixture.TextOf(
                "{{ plan | date: '%Y-%m-%d %H:%M %z' | default: plan }}", input with { Now = input.Now.AddYears(5) }, "e", "a", value));
    }

    [Theory]
    [InlineData("{{ '10:30' | format_date: 'O' }}", "2026-03-29T10:30:00.0000000+00:00")]
    [InlineData("{{ '10:30' | time_zone: 'Europe/Berlin' | date: '%Y-%m-%d %H:%M' }}", "2026-03-29 12:30")]
    public void Render_OtherDateFilters_ReadByTheSameCalendar(string text, string expected)
        => Assert.Equal(expected, TemplateFixture.TextOf(text, TemplateFixture.Input(), "e", "a", "p"));

    [Fact]
    public void Render_AnotherCultureOfTheMachine_ChangesNothing()
    {
        const string Text = "{{ now | date: '%A %x' }} {{ 1234.5 | times: 1.5 }} {{ 'i' | upcase }} {{ 1234.5 | format_number: 'N2' }} {{ first_name | downcase }}";
        var before = CultureInfo.CurrentCulture;
        var expected = TemplateFixture.TextOf(Text, TemplateFixture.Input(), "e", "TITLE", "p");
        try
        {
            CultureInfo.CurrentCulture = new("tr-TR");

            Assert.Equal(expected, TemplateFixture.TextOf(Text, TemplateFixture.Input(), "e", "TITLE", "p"));
            Assert.Equal("title", expected[^5..]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Render_ColumnsThatAreNoIdentifiers_AreReachedByAliasAndByRow()
    {
        var input = TemplateFixture.Input("email", " First Name ", "Prénom", "E-Mail (work)", "first-name");

        Assert.Equal(
            "Ann Ann Ann Zoë w@x.example w@x.example dash",
            TemplateFixture.TextOf(
                "{{ First_Name }} {{ row['First Name'] }} {{ row.First_Name }} {{ row['Prénom'] }} {{ E_Mail_work_ }} {{ row['E-Mail (work)'] }} {{ first-name }}",
                input, "e", "Ann", "Zoë", "w@x.example", "dash"));
    }

    [Fact]
    public void Render_ComputedRowKey_ReadsTheColumn()
        => Assert.Equal("pro", TemplateFixture.TextOf("{% assign key = 'plan' %}{{ row[key] }}", TemplateFixture.Input(), "e", "a", "pro"));

    [Fact]
    public void Render_Email_IsTheAddressUnlessAColumnHasThatName()
    {
        Assert.Equal("ann@x.example", TemplateFixture.TextOf("{{ email }}", TemplateFixture.Input("mail"), "other"));
        Assert.Equal("column", TemplateFixture.TextOf("{{ email }}", TemplateFixture.Input("email"), "column"));
    }

    [Fact]
    public void Render_Settings_AreTheSameForEveryRowAndSurviveAssign()
    {
        var input = TemplateFixture.Input() with { Settings = new Dictionary<string, string> { ["company"] = "Acme" } };
        var template = TemplateFixture.Compiled(TemplateFixture.Text("{{ company }}{% assign company = 'x' %}{{ company }}"), input);

        Assert.Equal("Acmex", TemplateFixture.Rendered(template, "e", "a", "p").Text);
        Assert.Equal("Acmex", TemplateFixture.Rendered(template, "e", "a", "p").Text);
    }

    [Fact]
    public void Render_AssignedInTheSubject_IsUnknownInTheBody()
        => Assert.Equal(
            ["body.txt:1: unknown variable 'x' (the columns are email, first_name, plan)"],
            TemplateFixture.Problems(new() { Subject = "{% assign x = 1 %}{{ x }}", Text = "{{ x }}" }));

    [Fact]
    public void Render_EmptyValues_AreNamedOnlyWhenTheTemplateUsesThem()
    {
        var template = TemplateFixture.Compiled(TemplateFixture.Text("{{ first_name | default: 'friend' }} {{ row['plan'] }}"));

        Assert.Equal(["first_name", "plan"], template.Variables);
        Assert.Equal(["first_name"], TemplateFixture.Rendered(template, "", " ", "pro").EmptyVariables);
        Assert.Empty(TemplateFixture.Rendered(template, "", "Ann", "pro").EmptyVariables);
        Assert.Equal(["first_name", "plan"], TemplateFixture.Rendered(template, "e").EmptyVariables);
    }

    [Fact]
    public void Render_EmptySubject_IsAllowed()
        => Assert.Equal("", TemplateFixture.Rendered(TemplateFixture.Compiled(new() { Subject = "{{ plan }}", Text = "x" }), "e", "a", "").Subject);

    [Theory]
    [InlineData("{% for i in (1..100000) %}a{% endfor %}", "the template takes more than 50,000 steps (a loop that is too long?)")]
    [InlineData("{% assign s = 'abcdefgh' %}{% for i in (1..60) %}{% assign s = s | append: s %}{% endfor %}", "the output is longer than 2 million characters (a loop that doubles its text?)")]
    [InlineData("{% capture s %}abcdefgh{% endcapture %}{% for i in (1..60) %}{% capture s %}{{ s }}{{ s }}{% endcapture %}{% endfor %}", "the output is longer than 2 million characters (a loop that doubles its text?)")]
    [InlineData("{% assign s = 'abcdefgh' %}{% for i in (1..17) %}{% assign s = s | append: s %}{% endfor %}{{ s }}{{ s }}{{ s }}", "the output is longer than 2 million characters (a loop that doubles its text?)")]
    [InlineData("{% for i in (1..2000000000) %}a{% endfor %}", "the template takes more than 50,000 steps (a loop that is too long?)")]
    [InlineData("{% if plan %}{{ (plan..300000000) | join: ',' }}{% endif %}", "the template takes more than 50,000 steps (a loop that is too long?)")]
    [InlineData("{% assign a = 'x,x' | split: ',' %}{% for i in (1..60) %}{% assign a = a | concat: a %}{% endfor %}", "the template takes more than 50,000 steps (a loop that is too long?)")]
    [InlineData("{{ 1 | divided_by: 0 }}", "Attempted to divide by zero.")]
    public void Render_TemplateThatCannotEnd_Fails(string text, string problem)
        => Assert.Equal(
            new Rendering.Failed("body.txt", problem),
            TemplateFixture.Compiled(TemplateFixture.Text(text)).Render(["e", "a", "p"], "e"));

    [Theory]
    [InlineData("{% for i in (1..3) %}{{ i }}{% unless forloop.last %},{% endunless %}{% endfor %}", "1,2,3")]
    [InlineData("{% for i in (2..count) reversed %}{{ i }}{% endfor %}", "432")]
    [InlineData("{% for i in (9..count) %}{{ i }}{% endfor %}none", "none")]
    [InlineData("{% for i in (1..9) limit: 2 offset: 3 %}{{ i }}{% endfor %}", "45")]
    [InlineData("a\n{%- if count == '4' -%}\n  {{- (1..2) | join: '-' -}}\n{%- elsif plan -%}x{%- else -%}y{%- endif -%}\nb", "a1-2b")]
    [InlineData("{% case count %}{% when '4', '5' %}{% for i in (1..2) %}{% cycle 'a', 'b' %}{% endfor %}{% else %}z{% endcase %}", "ab")]
    [InlineData("{% capture c %}{% for i in (1..5) %}{% if i == 2 %}{% continue %}{% endif %}{% if i == 4 %}{% break %}{% endif %}{{ i }}{% endfor %}{% endcapture %}[{{ c }}]", "[13]")]
    [InlineData("{% assign a = (1..3) | reverse %}{{ a | first }}{% comment %}x{% endcomment %}{% raw %}{{ y }}{% endraw %}{% increment n %}{% echo a.size %}", "3{{ y }}03")]
    [InlineData("{% tablerow i in (1..2) cols: 2 %}{{ i }}{% endtablerow %}", "<tr class=\"row1\">\n<td class=\"col1\">1</td><td class=\"col2\">2</td></tr>\n")]
    [InlineData("{% for i in (1..3) %}{% ifchanged %}{{ i | divided_by: 2 }}{% endifchanged %}{% endfor %}", "01")]
    public void Render_TemplateWithARange_WorksAsWithoutItsLimit(string text, string expected)
        => Assert.Equal(expected, TemplateFixture.TextOf(text, TemplateFixture.Input("email", "plan", "count"), "e", "pro", "4").ReplaceLineEndings("\n"));

    [Fact]
    public void Render_LiquidInAValue_IsNotRun()
        => Assert.Equal("{{ plan }}{% for %}", TemplateFixture.TextOf("{{ first_name }}", TemplateFixture.Input(), "e", "{{ plan }}{% for %}", "p"));

    [Fact]
    public void Render_ClrMembersOfAValue_AreNotReachable()
        => Assert.Equal("", TemplateFixture.TextOf("{% assign k = 'Length' %}{{ first_name[k] }}{{ now[k] }}{{ row[k] }}", TemplateFixture.Input(), "e", "a", "p"));

    [Fact]
    public async Task Render_ManyThreadsOnOneTemplate_GiveWhatOneGives()
    {
        var template = TemplateFixture.Compiled(TemplateFixture.Html(
            "{% assign x = first_name | upcase %}{% for i in (1..20) %}{{ x }}{{ i }}{{ plan | raw }}{{ plan }}{% endfor %}"));
        var expected = Enumerable.Range(0, 200).Select(Html).ToList();

        var actual = await Task.WhenAll(Enumerable.Range(0, 200).Select(
            i => Task.Run(() => Html(i), TestContext.Current.CancellationToken)));

        Assert.Equal(expected, actual);

        string? Html(int i) => TemplateFixture.Rendered(template, "e", $"name{i}", $"<{i}>").Html;
    }

    [Theory]
    [InlineData("{{ first_name }}", "Ann")]
    [InlineData("{{ first_name }}", "")]
    [InlineData("{{ first_name | date: \"%Q\" }}", "x")]
    [InlineData("{% for i in (1..100000) %}x{% endfor %}{{ first_name }}", "Ann")]
    public void Check_Row_FindsWhatRenderingFinds(string html, string name)
    {
        var template = TemplateFixture.Compiled(TemplateFixture.Html(html));
        string[] values = ["ann@x.example", name, "pro"];

        var fit = template.Check(values, "ann@x.example");

        switch (template.Render(values, "ann@x.example"))
        {
            case Rendering.Failed failed:
                Assert.Equal(failed, fit.Failure);
                break;
            case Rendering.Rendered rendered:
                Assert.Null(fit.Failure);
                Assert.Equal(rendered.EmptyVariables, fit.EmptyVariables);
                break;
        }
    }
}
