using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using EmailCampaign.Mail.Providers.Tests.SendGrid;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Http;

namespace EmailCampaign.Mail.Providers.Tests.OpenApi;

/// <summary>A second opinion about our requests to SendGrid: the OpenAPI description that Twilio publishes.</summary>
public sealed class SendGridDescriptionTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Send_MailsOfEveryForm_AreAsItSays(bool personalizations, bool sandbox)
    {
        await using var server = ScriptedHttpServer.Start(SendGridVendor.Accepts);
        await using var api = await StartAsync(server);
        using var provider = SendGridVendor.Provider(api.Address, configure: options => (options.Personalizations, options.Sandbox) = (personalizations, sandbox));
        MailAttachment[] files = [new("plan.pdf", "application/pdf", new byte[] { 1, 2, 3 })];
        OutgoingMessage[] slice =
        [
            .. TestMail.Slice(2),
            .. TestMail.Slice(3).Select(message => message with
            {
                ReplyTo = new Mailbox("Answers", "answers@acme.test"),
                Html = "<p>Grüße</p>",
                Headers = [new("List-Unsubscribe", "<https://acme.test/u>"), new("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")],
                Attachments = files,
            }),
        ];

        var outcomes = await provider.SendAsync(slice, TestMail.OpenWindow(), TestContext.Current.CancellationToken);

        Assert.True(outcomes.All(static outcome => outcome is SendOutcome.Accepted), $"{string.Join(", ", outcomes)}\n{api}");
        Assert.Equal(personalizations ? 2 : 5, server.Requests.Count);
    }

    [Fact]
    public async Task Ask_Key_IsAsItSays()
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(200, """{"scopes":["alerts.read","mail.send"]}""").With("Content-Type", "application/json"));
        await using var api = await StartAsync(server);
        using var provider = SendGridVendor.Provider(api.Address);

        var state = await provider.AskAsync(TestContext.Current.CancellationToken);

        Assert.True(state.Status == ProviderAccountStatus.Ready, $"{state}\n{api}");
    }

    // What it would let through is no opinion.
    [Theory]
    [InlineData("""{"personalizations":[{"to":[{"email":"jo@example.test"}]}],"subject":"Spring","content":[{"type":"text/plain","value":"Hello"}]}""")]
    [InlineData("""{"personalizations":[{"to":"jo@example.test"}],"from":{"email":"news@acme.test"},"subject":"Spring","content":[{"type":"text/plain","value":"Hello"}]}""")]
    public async Task Send_RequestThatIsNotAsItSays_IsStopped(string body)
    {
        await using var server = ScriptedHttpServer.Start(SendGridVendor.Accepts);
        await using var api = await StartAsync(server);
        using var http = new HttpClient { BaseAddress = api.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", SendGridVendor.Key);

        using var reply = await http.PostAsync(
            new Uri("v3/mail/send", UriKind.Relative), new StringContent(body, Encoding.UTF8, MediaTypeNames.Application.Json), TestContext.Current.CancellationToken);

        Assert.Equal(422, (int)reply.StatusCode);
        Assert.Empty(server.Requests);
    }

    private static Task<DescribedApi> StartAsync(ScriptedHttpServer server) => DescribedApi.StartAsync("sendgrid.com", server, ["/mail/send", "/scopes"], root: "/v3");
}
