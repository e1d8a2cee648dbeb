using EmailCampaign.Mail.Providers.SendGrid;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Http;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Mail.Providers.Tests.SendGrid;

public sealed class SendGridProviderTests
{
    [Fact]
    public async Task Send_OneMail_IsTheWholeMail()
    {
        await using var server = ScriptedHttpServer.Start(SendGridVendor.Accepts);
        var message = TestMail.To("jo@example.test", messageId: "m1@acme.test") with
        {
            From = new Mailbox("Acme, News; daily", "news@acme.test"),
            ReplyTo = new Mailbox("", "answers@acme.test"),
            Html = "<p>Hello</p>",
            Headers = [new("List-Unsubscribe", "<https://acme.test/u>")],
            Attachments = [new MailAttachment("plan.pdf", "application/pdf", new byte[] { 1, 2, 3 })],
        };

        await SendAsync(server, null, message);

        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/v3/mail/send", "Bearer " + SendGridVendor.Key), (request.Method, request.Target, request.Header("Authorization")));
        Assert.Equal(
            ("{'personalizations':[{'to':[{'email':'jo@example.test'}],'subject':'Spring',"
            + "'headers':{'List-Unsubscribe':'<https://acme.test/u>','Message-ID':'<m1@acme.test>'},'custom_args':{'campaign':'spring','token':'key-2'}}],"
            + "'from':{'email':'news@acme.test','name':'Acme  News  daily'},'reply_to':{'email':'answers@acme.test'},'subject':'Spring',"
            + @"'content':[{'type':'text/plain','value':'Hello\n'},{'type':'text/html','value':'<p>Hello</p>'}],"
            + "'attachments':[{'content':'AQID','type':'application/pdf','filename':'plan.pdf','disposition':'attachment'}]}")
                .Replace('\'', '"'),
            request.Body);
    }

    [Fact]
    public async Task Send_Default_IsOneRequestPerMail()
    {
        await using var server = ScriptedHttpServer.Start(SendGridVendor.Accepts);

        Assert.All(await SendAsync(server, null, TestMail.Slice(3)), static outcome => Assert.IsType<SendOutcome.Accepted>(outcome));

        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(1, server.ConnectionCount);
    }

    [Fact]
    public async Task Send_Personalizations_PutsMailsOfOneContentIntoOneRequest()
    {
        await using var server = ScriptedHttpServer.Start(SendGridVendor.Accepts);
        var slice = TestMail.Slice(5);
        slice[3] = slice[3] with { Text = "Something else\n" };
        slice[4] = slice[4] with { Text = "Something else\n", Subject = "Another subject" };

        Assert.All(await SendAsync(server, Personalized, slice), static outcome => Assert.IsType<SendOutcome.Accepted>(outcome));

        Assert.Equal([3, 2], server.Requests.Select(static request => SendGridVendor.Recipients(request).Count));
        var personalizations = server.Requests[1].Json.GetProperty("personalizations");
        Assert.Equal(["Spring", "Another subject"], personalizations.EnumerateArray().Select(static item => item.GetProperty("subject").GetString()));
        Assert.Equal(
            slice[3..].Select(static message => message.IdempotencyKey),
            personalizations.EnumerateArray().Select(static item => item.GetProperty("custom_args").GetProperty("token").GetString()));
    }

    [Fact]
    public async Task Send_MoreThanAThousandOfOneContent_AreSeveralRequests()
    {
        await using var server = ScriptedHttpServer.Start(SendGridVendor.Accepts);

        await SendAsync(server, Personalized, TestMail.Slice(1001));

        Assert.Equal([1000, 1], server.Requests.Select(static request => SendGridVendor.Recipients(request).Count));
    }

    [Fact]
    public async Task Send_PersonalizationRefused_RejectsItAndTheOthersGoAgain()
    {
        await using var server = ScriptedHttpServer.Start(SendGridVendor.Error(400, "personalizations.1.to.0.email", "Does not contain a valid address."));

        var outcomes = await SendAsync(server, Personalized, TestMail.Slice(3));

        Assert.Equal(["NotAttempted", "Rejected:BadAddress", "NotAttempted"], OutcomeText.Of(outcomes));
    }

    [Fact]
    public async Task Send_Sandbox_AsksForItAndTakes200ForAnAnswer()
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(200));

        var outcome = (await SendAsync(server, static options => options.Sandbox = true, TestMail.To("jo@example.test")))[0];

        Assert.Equal("sandbox", Assert.IsType<SendOutcome.Accepted>(outcome).ProviderMessageId);
        Assert.True(Assert.Single(server.Requests).Json.GetProperty("mail_settings").GetProperty("sandbox_mode").GetProperty("enable").GetBoolean());
    }

    [Fact]
    public async Task Send_ThrottledUntilARateLimitReset_WaitsUntilThen()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));
        await using var server = ScriptedHttpServer.Start(SendGridVendor.Error(429, null, "too many requests").With("X-RateLimit-Reset", "1795489245"));
        using var provider = SendGridVendor.Provider(server.Address, clock);

        var outcomes = await provider.SendAsync(TestMail.Slice(2), TestMail.OpenWindow(), TestContext.Current.CancellationToken);

        Assert.Equal(TimeSpan.FromSeconds(45), Assert.IsType<SendOutcome.Throttled>(outcomes[0]).RetryAfter);
    }

    [Fact]
    public async Task Send_SenderIsNotAscii_IsRefusedAndNothingLeaves()
    {
        await using var server = ScriptedHttpServer.Start(SendGridVendor.Accepts);

        var outcomes = await SendAsync(server, null, TestMail.To("jo@example.test") with { From = new Mailbox("Acme", "grüße@acme.test") });

        Assert.Equal(["Refused:Sender"], OutcomeText.Of(outcomes));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Send_HeaderOfSendGrid_RejectsThatMailAlone()
    {
        await using var server = ScriptedHttpServer.Start(SendGridVendor.Accepts);
        var slice = TestMail.Slice(2);
        slice[0] = slice[0] with { Headers = [new("X-SG-EID", "1")] };

        Assert.Equal(["Rejected:NotRendered", "Accepted"], OutcomeText.Of(await SendAsync(server, null, slice)));
    }

    [Theory]
    [InlineData("", "<p>Hello</p>", "text/html")]
    [InlineData("Hello", null, "text/plain")]
    [InlineData("", null, "text/plain")]
    public async Task Send_EmptyPart_IsLeftOut(string text, string? html, string type)
    {
        await using var server = ScriptedHttpServer.Start(SendGridVendor.Accepts);

        await SendAsync(server, null, TestMail.To("jo@example.test", text: text) with { Html = html });

        var part = Assert.Single(Assert.Single(server.Requests).Json.GetProperty("content").EnumerateArray().ToArray());
        Assert.Equal(type, part.GetProperty("type").GetString());
        Assert.NotEqual("", part.GetProperty("value").GetString());
    }

    [Theory]
    [InlineData("Global", null, "https://api.sendgrid.com/")]
    [InlineData("Eu", null, "https://api.eu.sendgrid.com/")]
    [InlineData("Eu", "https://mail.acme.example/", "https://mail.acme.example/")]
    public void Options_Region_ChoosesTheHost(string region, string? address, string expected)
    {
        var options = new SendGridOptions { Region = Enum.Parse<SendGridRegion>(region), BaseAddress = address is null ? null : new Uri(address) };

        Assert.Equal(expected, options.Address.AbsoluteUri);
    }

    private static void Personalized(SendGridOptions options) => options.Personalizations = true;

    private static async Task<IReadOnlyList<SendOutcome>> SendAsync(
        ScriptedHttpServer server, Action<SendGridOptions>? configure, params OutgoingMessage[] messages)
    {
        using var provider = SendGridVendor.Provider(server.Address, configure: configure);
        return await provider.SendAsync(messages, TestMail.OpenWindow(), TestContext.Current.CancellationToken);
    }
}
