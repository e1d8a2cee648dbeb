using System.Net.Http.Json;
using System.Text.Json;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.Mail.Providers.Tests.Resend;

/// <summary>A second opinion about our Resend: npm's <c>resend-local</c>, an emulator that checks requests as Resend's description says.</summary>
/// <remarks>It knows neither idempotency nor permissive batches; those are between us and the description.</remarks>
public sealed class ResendLocalTests
{
    [Fact]
    public async Task Send_ToResendLocal_IsTakenAsItWasMeant()
    {
        await using var emulator = await StartAsync();
        using var provider = ResendVendor.Provider(emulator.Address);
        var whole = TestMail.To("jo@example.test") with
        {
            From = new Mailbox("Acme, Inc.", "news@acme.test"),
            ReplyTo = new Mailbox("Answers", "answers@acme.test"),
            Subject = "Grüße",
            Html = "<p>Hello</p>",
            Headers = [new("List-Unsubscribe", "<https://acme.test/u>")],
            Attachments = [new MailAttachment("plan.txt", "text/plain", "plan"u8.ToArray())],
        };

        var outcomes = await provider.SendAsync([whole], TestMail.OpenWindow(), TestContext.Current.CancellationToken);
        var batch = await provider.SendAsync(TestMail.Slice(100), TestMail.OpenWindow(), TestContext.Current.CancellationToken);

        var id = Assert.IsType<SendOutcome.Accepted>(Assert.Single(outcomes)).ProviderMessageId;
        var taken = await emulator.GetAsync($"emails/{id}");
        Assert.Equal(
            ("jo@example.test", "Grüße", "<p>Hello</p>", "Hello\n"),
            (taken.GetProperty("to")[0].GetString(), taken.GetProperty("subject").GetString(), taken.GetProperty("html").GetString(), taken.GetProperty("text").GetString()));
        Assert.Equal(100, batch.Select(static outcome => Assert.IsType<SendOutcome.Accepted>(outcome).ProviderMessageId).Distinct().Count());
    }

    private static async Task<Emulator> StartAsync()
    {
        var (node, folder) = await PrepareAsync();
        var store = Path.Combine(Path.GetTempPath(), $"resend-local-{Guid.NewGuid():N}.sqlite");
        File.Copy(Path.Combine(folder, "resend-local.sqlite"), store);
        var port = LoopbackPort.Free(1)[0];
        var process = RunningProcess.Start(
            node, ["server.js"], folder, [new("HOSTNAME", "127.0.0.1"), new("PORT", $"{port}"), new("DATABASE_URL", $"file:{store}"), new("NEXT_TELEMETRY_DISABLED", "1")]);
        await process.PrintsAsync("Ready in");
        return new Emulator(process, store, new Uri($"http://127.0.0.1:{port}/"));
    }

    /// <summary>Installs the pinned package into a cache, once. Without node the test is skipped, but not on a build machine.</summary>
    private static async Task<(string Node, string Folder)> PrepareAsync()
    {
        var (node, npm) = (ForeignTool.Find("node"), ForeignTool.Find("npm"));
        var cache = ForeignTool.Cache("resend-local");
        var folder = Path.Combine(cache, "node_modules", "resend-local", "dist", "app");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Foreign", "package.json"), Path.Combine(cache, "package.json"), overwrite: true);
        var problem = node is null || npm is null
            ? "node and npm are not installed"
            : Directory.Exists(folder)
                ? null
                : await ForeignTool.RunAsync(npm, ["install", "--no-audit", "--no-fund", "--ignore-scripts"], cache);
        Assert.False(ForeignTool.Required && problem is not null, problem);
        Assert.SkipUnless(problem is null, problem ?? "");
        return (node!, folder);
    }

    private sealed record Emulator(RunningProcess Process, string Store, Uri Address) : IAsyncDisposable
    {
        public async Task<JsonElement> GetAsync(string path)
        {
            using var http = new HttpClient { BaseAddress = Address };
            http.DefaultRequestHeaders.Authorization = new("Bearer", ResendVendor.Key);
            return await http.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await Process.DisposeAsync();
            File.Delete(Store);
        }
    }
}
