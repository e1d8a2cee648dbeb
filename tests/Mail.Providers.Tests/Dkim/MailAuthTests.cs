using System.Text.Json;
using EmailCampaign.Mail.Providers.Dkim;
using EmailCampaign.Mail.Providers.Tests.Smtp;
using EmailCampaign.Testing.Processes;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Dkim;

/// <summary>A second opinion about our signatures: npm's <c>mailauth</c>, which shares no code with MimeKit.</summary>
public sealed class MailAuthTests
{
    [Fact]
    public async Task Authenticate_SignedNewsletters_PassDkimSpfAndDmarc()
    {
        var (node, script) = await PrepareAsync();
        await using var rig = SmtpRig.Start(
            SmtpScript.AcceptAll with { SmtpUtf8 = true },
            options =>
            {
                (options.EnvelopeSender, options.Verp) = ("bounces@bounce.acme.test", true);
                options.Dkim = new DkimOptions
                {
                    Domain = "acme.test",
                    Selector = "s1",
                    PrivateKey = TestKeys.Rsa.ExportPkcs8PrivateKeyPem(),
                    Ed25519Selector = "e1",
                    Ed25519PrivateKey = TestKeys.Ed25519Pem,
                };
            },
            keepContent: true);
        var mail = TestMail.To("jane@x.test", text: "Grüße\n.\n") with
        {
            Html = "<p>Grüße " + new string('x', 3000) + "</p>",
            Subject = "Frühling, und ein Betreff, der so lang ist, dass er über mehr als eine Zeile gefaltet werden muss",
            Headers = [new("List-Unsubscribe", "<https://u.acme.test/u/1>"), new("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")],
        };
        await rig.SendAsync(mail, TestMail.To("plain@x.test"), mail with { To = "用户@xn--fsq.test" });
        var folder = Directory.CreateTempSubdirectory("mailauth-");

        var said = await AskAsync(node, script, folder, [.. rig.Server.Deliveries]);

        Assert.Equal(3, said.Length);
        Assert.All(said, static verdict =>
        {
            Assert.Equal(["ed25519-sha256 pass", "rsa-sha256 pass"], verdict.GetProperty("dkim").EnumerateArray().Select(static text => text.GetString()).Order());
            Assert.Equal(("pass", "pass"), (verdict.GetProperty("spf").GetString(), verdict.GetProperty("dmarc").GetString()));
        });
        folder.Delete(recursive: true);
    }

    private static async Task<JsonElement[]> AskAsync(string node, string script, DirectoryInfo folder, IReadOnlyList<SmtpDelivery> deliveries)
    {
        var records = new Dictionary<string, Dictionary<string, string[]>>
        {
            ["s1._domainkey.acme.test"] = new() { ["TXT"] = [TestKeys.RsaRecord] },
            ["e1._domainkey.acme.test"] = new() { ["TXT"] = [TestKeys.Ed25519Record] },
            ["bounce.acme.test"] = new() { ["TXT"] = ["v=spf1 ip4:192.0.2.1 -all"] },
            ["_dmarc.acme.test"] = new() { ["TXT"] = ["v=DMARC1; p=reject"] },
        };
        var recordsFile = Path.Combine(folder.FullName, "records.json");
        await File.WriteAllTextAsync(recordsFile, JsonSerializer.Serialize(records), TestContext.Current.CancellationToken);
        var mails = new List<string>();
        foreach (var delivery in deliveries)
        {
            mails.Add(Path.Combine(folder.FullName, $"{mails.Count}.eml"));
            await File.WriteAllBytesAsync(mails[^1], delivery.Content.ToArray(), TestContext.Current.CancellationToken);
        }

        await using var process = RunningProcess.Start(node, [script, recordsFile, deliveries[0].Sender, .. mails], Path.GetDirectoryName(script)!);
        Assert.True(await process.ExitAsync(TimeSpan.FromMinutes(1)) == 0, process.ToString());
        return [.. process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)];
    }

    /// <summary>Installs the pinned package into a cache, once. Without node the test is skipped, but not on a build machine.</summary>
    private static async Task<(string Node, string Script)> PrepareAsync()
    {
        var (node, npm) = (ForeignTool.Find("node"), ForeignTool.Find("npm"));
        var cache = ForeignTool.Cache("mailauth-7.1.0");
        foreach (var file in new[] { "package.json", "verify.js" })
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Dkim", "mailauth", file), Path.Combine(cache, file), overwrite: true);
        }

        var problem = node is null || npm is null
            ? "node and npm are not installed"
            : Directory.Exists(Path.Combine(cache, "node_modules", "mailauth"))
                ? null
                : await ForeignTool.RunAsync(npm, ["install", "--no-audit", "--no-fund", "--ignore-scripts"], cache);
        Assert.False(ForeignTool.Required && problem is not null, problem);
        Assert.SkipUnless(problem is null, problem ?? "");
        return (node!, Path.Combine(cache, "verify.js"));
    }
}
