using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.SystemTests.Delivery;

/// <summary>A report on a campaign that really was sent, failed and is in doubt.</summary>
[Collection(TestGroups.Embedded)]
public sealed class ReportTests
{
    [Fact]
    public async Task Report_SentDeadAndInDoubt_AddsUpAsPageAndAsJson()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript { Otherwise = Misbehave });
        await using var workspace = new Workspace().SendTo(server);
        var contacts = workspace.Contacts([.. Enumerable.Range(0, 40).Select(static i => $"fine{i}@one.example"), "hard@two.example", "hard@three.example", "lost@four.example", "no address"]);
        (await workspace.LaunchAsync(contacts, "spring")).AssertExit(1);
        var file = workspace.File("report.html");

        (await workspace.RunAsync("report", "spring", "--html", file)).AssertExit(0);
        var json = await workspace.RunAsync("report", "spring", "--json", "--no-addresses");

        using var reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        var page = XDocument.Load(reader);
        Assert.Equal(["44", "43", "1", "0"], Numbers(page, "rows"));
        Assert.Equal(["43", "40", "2", "1", "0", "0", "0", "0", "0", "0"], Numbers(page, "recipients"));
        Assert.Empty(page.Descendants("script"));
        Assert.Contains(page.Descendants("td"), static cell => cell.Value == "550 5.1.1 <script>alert(1)</script> hard@two.example");
        json.AssertExit(0);
        var root = JsonDocument.Parse(json.Lines[^1]).RootElement;
        Assert.Equal((40, 2, 1), (Count(root, "sent"), Count(root, "dead"), Count(root, "inDoubt")));
        Assert.Equal(40, root.GetProperty("timeline").GetProperty("stretches").EnumerateArray().Sum(static stretch => stretch.GetProperty("sent").EnumerateArray().Sum(static sent => sent.GetInt32())));
        Assert.DoesNotContain(json.Lines, static line => line.Contains('@', StringComparison.Ordinal));
    }

    private static SmtpAction? Misbehave(SmtpExchange exchange) => (exchange.Step, exchange.Recipient.Split('@')[0]) switch
    {
        (SmtpStep.Rcpt, "hard") => new SmtpAction.Reply($"550 5.1.1 <script>alert(1)</script> {exchange.Recipient}"),
        (SmtpStep.Dot, "lost") => new SmtpAction.Drop(TakesMail: true),
        _ => null,
    };

    private static IEnumerable<string> Numbers(XDocument page, string id)
        => page.Descendants("ul").Single(list => (string?)list.Attribute("id") == id).Descendants("b").Select(static number => number.Value);

    private static int Count(JsonElement report, string status) => report.GetProperty("recipients").GetProperty(status).GetInt32();
}
