using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using EmailCampaign.Batches;
using EmailCampaign.Client.Reports;
using static EmailCampaign.Client.Tests.Reports.TestRecipients;

namespace EmailCampaign.Client.Tests.Reports;

/// <summary>The page as a parser sees it: it is written so that it is also XML.</summary>
public sealed class ReportTemplateTests
{
    private const string Hostile = "550 <script>alert(1)</script> \"'><img src=x onerror=alert(2)> &amp; {{ page.Id }} \u0007\u202e\ud800 <a@b.example>";

    [Fact]
    public async Task Render_OfAReport_ShowsNumbersThatAddUp()
    {
        var page = await ParseAsync(Report(
            [.. Enumerable.Range(0, 1200).Select(static i => Sent($"u@d{i % 30}.example", i)), Dead("a@x.example"), InDoubt("b@x.example"), Pending("c@x.example")]));

        AssertSum(Numbers(page, "rows"), 1203);
        AssertSum(Numbers(page, "recipients"), 1203);
        Assert.All(Tables(page, "accounts").Concat(Tables(page, "domains")), static table =>
        {
            var rows = Cells(table, "tbody");
            var sum = Assert.Single(Cells(table, "tfoot"));
            Assert.Equal(sum, Enumerable.Range(0, sum.Count).Select(column => rows.Sum(row => row[column])));
            Assert.Equal(sum[0], sum.Skip(1).Sum());
            Assert.Equal(1203, sum[0]);
        });
        Assert.Equal(21, Cells(Assert.Single(Tables(page, "domains")), "tbody").Count);
        Assert.Equal(
            1200,
            page.Descendants("rect").Where(static rect => (string?)rect.Attribute("class") == "bar")
                .Sum(static rect => Number(rect.Value.Split(": ")[1].Replace(" mails", "", StringComparison.Ordinal).Replace(" mail", "", StringComparison.Ordinal))));
        Assert.Equal(["campaign dead-letters export spring --export dead-letters.csv"], Section(page, "dead-letters").Descendants("pre").Select(static pre => pre.Value));
        Assert.Equal(["campaign dead-letters export spring --in-doubt --export in-doubt.csv"], Section(page, "in-doubt").Descendants("pre").Select(static pre => pre.Value));
    }

    [Fact]
    public async Task Render_HostileValues_AreTextAndNothingElse()
    {
        var recipient = Dead("<script>\"@x.example", Hostile) with { Account = "<b onclick=x>" };
        var report = Report(recipient, recipient with { Status = RecipientStatus.InDoubt, Email = "'><svg/onload=alert(3)>@<i>.example" });
        var page = await ParseAsync(report with { Campaign = report.Campaign with { Name = Hostile, Reason = Hostile, Notices = [Hostile], Provider = Hostile } });

        Assert.Empty(page.Descendants().Select(static element => element.Name.LocalName).Intersect(["script", "img", "i", "a", "iframe", "object", "link", "form"]));
        Assert.DoesNotContain(page.Descendants().Attributes(), static attribute =>
            attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase) || attribute.Name.LocalName is "style" or "src" or "href");
        Assert.Contains("<script>alert(1)</script>", Section(page, "dead-letters").Value, StringComparison.Ordinal);
        Assert.Contains("{{ page.Id }}", page.Descendants("h1").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_OfAReport_NeedsNothingElse()
    {
        var html = await ReportTemplate.RenderAsync(new ReportPage(Report(Sent("a@x.example"), Dead("b@x.example")), masked: false));
        var policy = Parse(html).Descendants("meta").Single(static meta => (string?)meta.Attribute("http-equiv") == "Content-Security-Policy").Attribute("content")!.Value;
        var style = Parse(html).Descendants("style").Single().Value;

        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style)))}'; base-uri 'none'; form-action 'none'",
            policy);
        Assert.DoesNotContain("://", html, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_WithoutAddresses_HoldsNone()
    {
        var report = ReportMask.Of(Report(Sent("sent@x.example"), Dead("dead.one@x.example", "550 <dead.one@x.example> dead.one"), InDoubt("doubt@x.example")));

        var html = await ReportTemplate.RenderAsync(new ReportPage(report, masked: true));

        var page = Parse(html);
        Assert.DoesNotContain("@x.example", page.Root!.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("dead.one", html, StringComparison.Ordinal);
        Assert.DoesNotContain(Section(page, "dead-letters").Descendants("th"), static head => head.Value == "address");
    }

    [Fact]
    public async Task Render_PausedForANight_ShowsTheGap()
    {
        var page = await ParseAsync(Report(
            [.. Enumerable.Range(0, 600).Select(static i => Sent("a@x.example", i)), .. Enumerable.Range(0, 600).Select(static i => Sent("a@x.example", 36_000 + i))]));

        var gap = Assert.Single(page.Descendants("g"), static group => (string?)group.Attribute("class") == "pause");
        Assert.Contains("nothing sent9 h 50 min", gap.Value.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("from 2026-11-24 03:10:00 UTC to 2026-11-24 13:00:00 UTC", gap.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_OfNobody_SaysSo()
    {
        var page = await ParseAsync(Report());

        Assert.Equal("Nothing has been sent.", Section(page, "rate").Descendants("p").Single().Value);
        Assert.Contains("There is no recipient.", page.Root!.Value, StringComparison.Ordinal);
    }

    private static async Task<XDocument> ParseAsync(CampaignReport report) => Parse(await ReportTemplate.RenderAsync(new ReportPage(report, masked: false)));

    private static XDocument Parse(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }

    private static XElement Section(XDocument page, string id) => page.Descendants().Single(element => (string?)element.Attribute("id") == id);

    private static IEnumerable<XElement> Tables(XDocument page, string id) => Section(page, id).Descendants("table");

    private static List<int> Numbers(XDocument page, string id) => [.. Section(page, id).Descendants("b").Select(static number => Number(number.Value))];

    private static List<List<int>> Cells(XElement table, string part)
        => [.. table.Descendants(part).Single().Elements("tr").Select(static row => row.Elements("td").Select(static cell => Number(cell.Value)).ToList())];

    private static int Number(string text) => int.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private static void AssertSum(List<int> numbers, int all)
    {
        Assert.Equal(all, numbers[0]);
        Assert.Equal(all, numbers.Skip(1).Sum());
    }
}
