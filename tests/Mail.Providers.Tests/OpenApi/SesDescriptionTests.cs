using EmailCampaign.Mail.Providers.Ses;
using EmailCampaign.Mail.Providers.Tests.Ses;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Http;

namespace EmailCampaign.Mail.Providers.Tests.OpenApi;

/// <summary>A second opinion about our requests to Amazon SES: what AWS publishes of its API, as an OpenAPI description.</summary>
public sealed class SesDescriptionTests
{
    private const string Account = """
        {"DedicatedIpAutoWarmupEnabled":true,"EnforcementStatus":"HEALTHY","ProductionAccessEnabled":true,"SendingEnabled":true,
         "SendQuota":{"Max24HourSend":50000.0,"MaxSendRate":14.0,"SentLast24Hours":1203.0}}
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_MailsOfEveryForm_AreAsItSays(bool bulk)
    {
        await using var server = ScriptedHttpServer.Start(new HttpScript(request => request.Target.Contains("bulk", StringComparison.Ordinal)
            ? SesWire.Results(request, static _ => "SUCCESS").With("Content-Type", "application/json")
            : new HttpAction.Reply(200, $$"""{"MessageId":"id-{{request.Number}}"}""").With("Content-Type", "application/json")));
        await using var api = await StartAsync(server);
        var options = SesWire.Options(api.Address);
        (options.Bulk, options.ConfigurationSet, options.FeedbackAddress) = (bulk, "campaigns", "bounces@acme.test");
        using var provider = new SesProvider("ses", options, TimeProvider.System);
        OutgoingMessage[] slice =
        [
            .. TestMail.Slice(2),
            .. TestMail.Slice(3).Select(static message => message with
            {
                ReplyTo = new Mailbox("Answers", "answers@acme.test"),
                Html = "<p>Grüße</p>",
                Headers = [new("List-Unsubscribe", "<https://acme.test/u>"), new("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")],
            }),
        ];

        var outcomes = await provider.SendAsync(slice, TestMail.OpenWindow(), TestContext.Current.CancellationToken);

        Assert.True(outcomes.All(static outcome => outcome is SendOutcome.Accepted), $"{string.Join(", ", outcomes)}\n{api}");
        Assert.Equal(bulk ? 2 : 5, server.Requests.Count);
    }

    [Fact]
    public async Task Ask_Account_IsAsItSays()
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(200, Account).With("Content-Type", "application/json"));
        await using var api = await StartAsync(server);
        using var provider = new SesProvider("ses", SesWire.Options(api.Address), TimeProvider.System);

        var state = await provider.AskAsync(TestContext.Current.CancellationToken);

        Assert.True(state is { Status: ProviderAccountStatus.Ready, PerSecond: 14 }, $"{state}\n{api}");
    }

    private static Task<DescribedApi> StartAsync(ScriptedHttpServer server)
        => DescribedApi.StartAsync("amazonaws.com/sesv2", server, ["/v2/email/account", "/v2/email/outbound-emails", "/v2/email/outbound-bulk-emails"]);
}
