using System.Text;
using System.Text.Json;
using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Consoles;

namespace EmailCampaign.SystemTests.Input;

/// <summary>Contact files as people have them.</summary>
[Collection(TestGroups.Embedded)]
public sealed class ContactFileTests
{
    [Fact]
    public async Task Launch_BadRows_LandInRejectsWithLineAndReasonAndTheOthersAreSent()
    {
        await using var workspace = new Workspace();
        var file = workspace.File("rows.csv");
        await using (var stream = File.Create(file))
        {
            stream.Write(Encoding.UTF8.GetPreamble()); // it says what the bytes must be; without it the file would be read as Latin-1
            stream.Write("email,first_name\nada@example.test,Ada\nnobody,Nobody\nADA@example.test,Again\n"u8);
            stream.Write("ragged@example.test,One,Two\nlong@example.test,"u8);
            stream.Write(Encoding.ASCII.GetBytes(new string('x', 2 * 1024 * 1024)));
            stream.Write("\nbytes@example.test,"u8);
            stream.Write([0xff, 0xfe, 0xfd]);
            stream.Write("\ngrace@example.test,Grace\n"u8);
        }

        var run = await workspace.LaunchAsync(file, "rows", "--json");

        run.AssertExit(1);
        var status = StatusLine.Parse(run.Lines[^1]);
        Assert.True(status.AddsUp, status.ToString());
        Assert.Equal(new RowsPart(7, 2, 4, 1), status.Rows);
        Assert.Equal(2, status.Recipients.Sent);
        var rejects = await workspace.RunAsync("rejects", "rows", "--json");
        Assert.Equal(
            [(3, "bad-address"), (4, "duplicate"), (5, "ragged"), (6, "too-long"), (7, "undecodable")],
            rejects.Lines.Select(static line => JsonDocument.Parse(line).RootElement)
                .Select(static reject => (reject.GetProperty("line").GetInt32(), reject.GetProperty("reason").GetString() ?? "")));
        Assert.All(rejects.Lines, static line => Assert.True(line.Length < 20_000, "A raw row is cut."));
    }

    [Theory]
    [InlineData("utf-8", ",", false)]
    [InlineData("utf-8", ",", true)]
    [InlineData("utf-16", ",", true)]
    [InlineData("utf-16BE", ";", true)]
    [InlineData("iso-8859-1", ";", false)]
    [InlineData("utf-8", "\t", false)]
    public async Task Launch_AnyEncodingAndDelimiter_ImportsTheSameContacts(string encoding, string delimiter, bool byteOrderMark)
    {
        await using var workspace = new Workspace();
        var rows = new[] { "email,first_name", "jose@example.test,José", "soren@example.test,Søren", "zoe@example.test,Zoë" };
        var text = string.Join("\r\n", rows.Select(row => row.Replace(",", delimiter, StringComparison.Ordinal))) + "\r\n";
        var with = Encoding.GetEncoding(encoding);
        byte[] mark = byteOrderMark ? with.GetPreamble() : [];
        await File.WriteAllBytesAsync(workspace.File("people.csv"), [.. mark, .. with.GetBytes(text)], TestContext.Current.CancellationToken);

        (await workspace.LaunchAsync(workspace.File("people.csv"), "people")).AssertExit(0);

        var subjects = workspace.Mails().Select(static mail => mail.Subject).Order(StringComparer.Ordinal);
        Assert.Equal(["Hello José", "Hello Søren", "Hello Zoë"], subjects);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("name,city\nAda,London\n", "no column of e-mail addresses", "name, city", "--email-column")]
    [InlineData("email,first_name\nada@example.test,\"Ada\ngrace@example.test,Grace\n", "quote", "line 2")]
    public async Task Launch_UnusableFile_IsOneSentenceAndExit2AndSendsNothing(string content, params string[] words)
    {
        await using var workspace = new Workspace();
        await File.WriteAllTextAsync(workspace.File("bad.csv"), content, TestContext.Current.CancellationToken);

        var run = await workspace.LaunchAsync(workspace.File("bad.csv"), "bad");

        run.AssertRefused(2, words);
        Assert.Empty(workspace.Mails());
    }

    [Fact]
    public async Task Launch_LineBreaksInAValueOfTheSubject_MakeNoHeader()
    {
        await using var workspace = new Workspace();
        await File.WriteAllTextAsync(
            workspace.File("evil.csv"),
            "email,first_name\nada@example.test,\"Ada\r\nBcc: victim@example.test\r\n\r\nBody\"\n",
            TestContext.Current.CancellationToken);

        var run = await workspace.LaunchAsync(workspace.File("evil.csv"), "evil");

        Assert.True(run.ExitCode is 0 or 1, run.ToString());
        Assert.All(workspace.Mails(), static mail =>
        {
            Assert.Null(mail.Headers[MimeKit.HeaderId.Bcc]);
            Assert.StartsWith("Dear", mail.TextBody, StringComparison.Ordinal);
            Assert.DoesNotContain("\n", mail.Subject, StringComparison.Ordinal);
        });
        Assert.Single(workspace.Mails());
    }

    [Fact]
    public async Task Export_ValuesThatLookLikeFormulas_AreText()
    {
        await using var workspace = new Workspace();
        await File.WriteAllTextAsync(
            workspace.File("formulas.csv"), "email,first_name\n=1+1,Nobody\nada@example.test,Ada\n", TestContext.Current.CancellationToken);
        (await workspace.LaunchAsync(workspace.File("formulas.csv"), "formulas")).AssertExit(1);

        (await workspace.RunAsync("rejects", "formulas", "--export", workspace.File("out.csv"))).AssertExit(0);

        var exported = await File.ReadAllTextAsync(workspace.File("out.csv"), TestContext.Current.CancellationToken);
        Assert.Contains("'=1+1", exported, StringComparison.Ordinal);
        Assert.DoesNotContain(",=", exported, StringComparison.Ordinal);
        Assert.DoesNotContain(",\"=", exported, StringComparison.Ordinal);
    }
}
