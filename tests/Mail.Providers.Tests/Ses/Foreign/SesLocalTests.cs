using System.Text.Json;
using EmailCampaign.Mail.Providers.Ses;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.Mail.Providers.Tests.Ses.Foreign;

/// <summary>A second opinion about our requests: npm's <c>aws-ses-v2-local</c>, which reads them as SES does and keeps the mails.</summary>
public sealed class SesLocalTests
{
    private const string Account = """
        {"DedicatedIpAutoWarmupEnabled":true,"Details":{"AdditionalContactEmailAddresses":[],"ContactLanguage":"EN","MailType":"MARKETING",
         "ReviewDetails":{"CaseId":"1","Status":"GRANTED"},"UseCaseDescription":"news","WebsiteURL":"https://acme.example"},"EnforcementStatus":"HEALTHY",
         "ProductionAccessEnabled":true,"SendingEnabled":true,"SendQuota":{"Max24HourSend":50000,"MaxSendRate":14,"SentLast24Hours":7},
         "SuppressionAttributes":{"SuppressedReasons":["BOUNCE"]}}
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_Slice_ArrivesAsItWasRendered(bool bulk)
    {
        await using var server = await StartAsync();
        using var provider = Provider(server.Address, bulk);
        OutgoingMessage[] slice = [.. TestMail.Slice(20).Select(static (message, i) => message with
        {
            From = new Mailbox("Bücher, Acme", "news@acme.example"),
            ReplyTo = new Mailbox("", "help@acme.example"),
            Subject = $"Grüße \"{i}\" {{{{name}}}} & 50 %",
            Html = $"<p class=\"a\">{i} &amp; <b>Grüße</b> {{{{x}}}} \\ 😀</p>",
            Text = $"Grüße {i} {{{{t}}}}",
            Headers = [new("List-Unsubscribe", "<https://u.acme.example/7>")],
        })];

        var outcomes = await provider.SendAsync(slice, TestMail.OpenWindow(), TestContext.Current.CancellationToken);

        Assert.All(outcomes, static outcome => Assert.StartsWith("ses-", Assert.IsType<SendOutcome.Accepted>(outcome).ProviderMessageId, StringComparison.Ordinal));
        var kept = await server.StoreAsync();
        Assert.Equal(
            slice.Zip(outcomes).Select(static pair => (((SendOutcome.Accepted)pair.Second).ProviderMessageId, pair.First.To, pair.First.Subject, pair.First.Html, pair.First.Text)),
            kept.Select(static mail => (
                mail.GetProperty("messageId").GetString()!,
                mail.GetProperty("destination").GetProperty("to")[0].GetString()!,
                mail.GetProperty("subject").GetString()!,
                mail.GetProperty("body").GetProperty("html").GetString()?.TrimEnd(),
                mail.GetProperty("body").GetProperty("text").GetString()!.TrimEnd())));
        Assert.All(kept, static mail => Assert.Contains("news@acme.example", mail.GetProperty("from").GetString(), StringComparison.Ordinal));
        Assert.All(kept, static mail => Assert.Contains("help@acme.example", mail.GetProperty("replyTo")[0].GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_BulkWithABadAddress_RejectsThatOneAlone()
    {
        await using var server = await StartAsync();
        using var provider = Provider(server.Address, bulk: true);
        var slice = TestMail.Slice(4);
        slice[2] = slice[2] with { To = "no address" };

        var outcomes = await provider.SendAsync(slice, TestMail.OpenWindow(), TestContext.Current.CancellationToken);

        Assert.Equal(["Accepted", "Accepted", "Rejected:BadAddress", "Accepted"], OutcomeText.Of(outcomes));
        Assert.Equal(3, (await server.StoreAsync()).Count);
    }

    [Fact]
    public async Task Ask_Account_IsReadAsItIs()
    {
        await using var server = await StartAsync();
        using var provider = Provider(server.Address, bulk: false);

        var state = await provider.AskAsync(TestContext.Current.CancellationToken);

        Assert.Equal((ProviderAccountStatus.Ready, 14, 50_000, 7), (state.Status, state.PerSecond, state.PerDay, state.UsedInDay));
    }

    private static SesProvider Provider(Uri address, bool bulk)
    {
        var options = SesWire.Options(address);
        options.Bulk = bulk;
        return new SesProvider("ses", options, TimeProvider.System);
    }

    private static async Task<LocalSes> StartAsync()
    {
        var node = await SesPackages.NodeAsync();
        var port = LoopbackPort.Free(1)[0];
        var process = RunningProcess.Start(
            node,
            [Path.Combine("node_modules", "aws-ses-v2-local", "dist", "cli.js"), "--host", "127.0.0.1", "--port", $"{port}"],
            SesPackages.Folder,
            [new("AWS_SES_ACCOUNT", Account)]);
        await process.PrintsAsync("server running");
        return new LocalSes(process, new Uri($"http://127.0.0.1:{port}/"));
    }

    private sealed record LocalSes(RunningProcess Process, Uri Address) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Process.DisposeAsync();

        public async Task<List<JsonElement>> StoreAsync()
        {
            using var http = new HttpClient();
            var store = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync(new Uri(Address, "store"), TestContext.Current.CancellationToken));
            return [.. store.GetProperty("emails").EnumerateArray()];
        }
    }
}
