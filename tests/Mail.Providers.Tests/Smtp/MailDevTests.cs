using System.Net.Http.Json;
using System.Text.Json;
using EmailCampaign.Mail.Providers.Smtp;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.Mail.Providers.Tests.Smtp;

/// <summary>A second opinion about our SMTP and our mails: npm's <c>maildev</c>, a server that shows each mail as it understood it.</summary>
public sealed class MailDevTests
{
    [Fact]
    public async Task Send_ToMailDev_IsUnderstoodAsItWasMeant()
    {
        await using var server = await StartAsync();
        var whole = TestMail.To("jo@example.test") with
        {
            From = new Mailbox("Acme, \"News\"", "news@acme.test"),
            ReplyTo = new Mailbox("Antworten für Sie", "answers@acme.test"),
            Subject = "Grüße — “an alle” 🎉",
            Text = ".begins with a dot\n..\nKöln, line by line\n" + new string('x', 1200) + "\n",
            Html = "<p>Grüße</p>",
            Headers = [new("List-Unsubscribe", "<https://acme.test/u?x=1>"), new("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")],
            Attachments = [new MailAttachment("plan für 2027.bin", "application/octet-stream", new byte[] { 0, 10, 13, 46, 255 })],
        };
        await using var provider = new SmtpProvider("smtp", new SmtpOptions { Host = "127.0.0.1", Port = server.Port, LocalDomain = "client.test" }, TimeProvider.System);

        var outcomes = await provider.SendAsync([whole, .. TestMail.Slice(50)], TestMail.OpenWindow(), TestContext.Current.CancellationToken);

        Assert.All(outcomes, static outcome => Assert.IsType<SendOutcome.Accepted>(outcome));
        var mails = (await server.GetAsync()).EnumerateArray().ToList();
        Assert.Equal(
            TestMail.Slice(50).Select(static mail => mail.To).Append("jo@example.test").Order(StringComparer.Ordinal),
            mails.Select(static mail => Address(mail, "to")).Order(StringComparer.Ordinal));
        var mail = mails.Single(static mail => Address(mail, "to") == "jo@example.test");
        Assert.Equal(
            ("news@acme.test", "Acme, \"News\"", "answers@acme.test", "Antworten für Sie"),
            (Address(mail, "from"), Name(mail, "from"), Address(mail, "replyTo"), Name(mail, "replyTo")));
        Assert.Equal((whole.Subject, whole.Text, "<p>Grüße</p>"), (Text(mail, "subject"), Text(mail, "text").ReplaceLineEndings("\n"), Text(mail, "html").Trim()));
        var headers = mail.GetProperty("headers");
        Assert.Equal(("<https://acme.test/u?x=1>", "List-Unsubscribe=One-Click"), (Text(headers, "list-unsubscribe"), Text(headers, "list-unsubscribe-post")));
        Assert.Equal($"<{whole.MessageId}>", Text(headers, "message-id"));
        Assert.Equal(("news@acme.test", "jo@example.test"), (Address(mail.GetProperty("envelope"), "from"), Address(mail.GetProperty("envelope"), "to")));
        var file = Assert.Single(mail.GetProperty("attachments").EnumerateArray().ToList());
        Assert.Equal(("plan für 2027.bin", "application/octet-stream", 5), (Text(file, "fileName"), Text(file, "contentType"), file.GetProperty("length").GetInt32()));
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static string Address(JsonElement mail, string name) => Text(First(mail.GetProperty(name)), "address");

    private static string Name(JsonElement mail, string name) => Text(First(mail.GetProperty(name)), "name");

    private static JsonElement First(JsonElement list) => list.ValueKind == JsonValueKind.Array ? list[0] : list;

    private static async Task<MailDev> StartAsync()
    {
        var (node, npm) = (ForeignTool.Find("node"), ForeignTool.Find("npm"));
        var cache = ForeignTool.Cache("maildev");
        var program = Path.Combine(cache, "node_modules", "maildev", "bin", "maildev");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Smtp", "Foreign", "package.json"), Path.Combine(cache, "package.json"), overwrite: true);
        var problem = node is null || npm is null
            ? "node and npm are not installed"
            : File.Exists(program) ? null : await ForeignTool.RunAsync(npm, ["install", "--no-audit", "--no-fund", "--ignore-scripts"], cache);
        Assert.False(ForeignTool.Required && problem is not null, problem);
        Assert.SkipUnless(problem is null, problem ?? "");

        var ports = LoopbackPort.Free(2);
        var mails = Directory.CreateTempSubdirectory("maildev-");
        var process = RunningProcess.Start(
            node!, [program, "--smtp", $"{ports[0]}", "--web", $"{ports[1]}", "--ip", "127.0.0.1", "--web-ip", "127.0.0.1", "--mail-directory", mails.FullName], cache);
        await process.PrintsAsync("SMTP Server running");
        return new MailDev(process, mails, ports[0], new Uri($"http://127.0.0.1:{ports[1]}/"));
    }

    private sealed record MailDev(RunningProcess Process, DirectoryInfo Mails, int Port, Uri Address) : IAsyncDisposable
    {
        public async Task<JsonElement> GetAsync()
        {
            using var http = new HttpClient { BaseAddress = Address };
            return await http.GetFromJsonAsync<JsonElement>("email", TestContext.Current.CancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await Process.DisposeAsync();
            Mails.Delete(recursive: true);
        }
    }
}
