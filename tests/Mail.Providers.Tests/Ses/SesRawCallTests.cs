using System.Text;
using EmailCampaign.Mail.Providers.Ses;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Http;
using MimeKit;

namespace EmailCampaign.Mail.Providers.Tests.Ses;

public sealed class SesRawCallTests
{
    [Fact]
    public async Task Send_Mail_CarriesTheWholeMessageAndWhatEventsAreMatchedBy()
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(200, "{\"MessageId\":\"0100-abc\"}"));
        var message = TestMail.To("jane@x.test", text: "Grüße\n") with
        {
            From = new Mailbox("Bücher & Co", "news@acme.test"),
            ReplyTo = new Mailbox("", "help@acme.test"),
            Html = "<p>Grüße</p>",
            IdempotencyKey = "spring.0.7.0.abcdefgh",
            Headers = [new("List-Unsubscribe", "<https://u.acme.test/7>")],
        };

        var outcome = await SendAsync(server, message, options => (options.ConfigurationSet, options.FeedbackAddress) = ("campaigns", "bounces@acme.test"));

        Assert.Equal("0100-abc", Assert.IsType<SendOutcome.Accepted>(outcome).ProviderMessageId);
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/v2/email/outbound-emails"), (request.Method, request.Target));
        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/", request.Header("Authorization"), StringComparison.Ordinal);
        Assert.Contains("/eu-west-1/ses/aws4_request, SignedHeaders=content-type;host;x-amz-date,", request.Header("Authorization"), StringComparison.Ordinal);
        Assert.Equal("news@acme.test", request.Json.GetProperty("FromEmailAddress").GetString());
        Assert.Equal(["jane@x.test"], SesWire.Recipients(request.Json));
        Assert.Equal("campaigns", request.Json.GetProperty("ConfigurationSetName").GetString());
        Assert.Equal("bounces@acme.test", request.Json.GetProperty("FeedbackForwardingEmailAddress").GetString());
        Assert.Equal(
            "[{\"Name\":\"campaign\",\"Value\":\"spring\"},{\"Name\":\"token\",\"Value\":\"spring_0_7_0_abcdefgh\"}]",
            request.Json.GetProperty("EmailTags").GetRawText());

        using var mime = await MimeAsync(request);
        Assert.Equal("Bücher & Co", mime.From.Mailboxes.Single().Name);
        Assert.Equal("help@acme.test", mime.ReplyTo.Mailboxes.Single().Address);
        Assert.Equal("<p>Grüße</p>", mime.HtmlBody);
        Assert.Equal("<https://u.acme.test/7>", mime.Headers["List-Unsubscribe"]);
    }

    [Fact]
    public async Task Send_NothingOptional_SaysNothingOptional()
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(200, "{\"MessageId\":\"1\"}"));

        await SendAsync(server, TestMail.To("jane@x.test"));

        Assert.Equal(
            ["FromEmailAddress", "Destination", "Content", "EmailTags"],
            server.Requests[0].Json.EnumerateObject().Select(static property => property.Name));
    }

    [Fact]
    public async Task Send_DomainsBeyondAscii_GoAsPunycode()
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(200, "{\"MessageId\":\"1\"}"));

        await SendAsync(server, TestMail.To("jane@xn--bcher-kva.test") with { From = new Mailbox("", "news@bücher.test") });

        Assert.Equal("news@xn--bcher-kva.test", server.Requests[0].Json.GetProperty("FromEmailAddress").GetString());
        Assert.Equal(["jane@xn--bcher-kva.test"], SesWire.Recipients(server.Requests[0].Json));
        Assert.True(Ascii.IsValid(server.Requests[0].Body));
    }

    [Theory]
    [InlineData("jürgen@acme.test", null)]
    [InlineData("news@acme.test", "jürgen@acme.test")]
    public async Task Send_SenderBeyondAscii_IsRefusedAndNothingLeaves(string from, string? replyTo)
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(200, "{\"MessageId\":\"1\"}"));

        var outcome = await SendAsync(server, TestMail.To("jane@x.test") with
        {
            From = new Mailbox("", from),
            ReplyTo = replyTo is null ? null : new Mailbox("", replyTo),
        });

        Assert.Equal("Refused:Sender", OutcomeText.Of(outcome));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Send_Attachment_ArrivesWhole()
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(200, "{\"MessageId\":\"1\"}"));
        var file = Enumerable.Range(0, 100_000).Select(static i => (byte)(i * 7)).ToArray();

        await SendAsync(server, TestMail.To("jane@x.test") with { Attachments = [new MailAttachment("a.bin", "application/octet-stream", file)] });

        using var mime = await MimeAsync(server.Requests[0]);
        using var content = new MemoryStream();
        await ((MimePart)mime.Attachments.Single()).Content!.DecodeToAsync(content, TestContext.Current.CancellationToken);
        Assert.Equal(file, content.ToArray());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"MessageId\":\"\"}")]
    [InlineData("{\"MessageId\":7}")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task Send_SuccessWithoutAnId_IsUnknown(string body)
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(200, body));

        Assert.IsType<SendOutcome.Unknown>(await SendAsync(server, TestMail.To("jane@x.test")));
    }

    private static async Task<SendOutcome> SendAsync(ScriptedHttpServer server, OutgoingMessage message, Action<SesOptions>? configure = null)
    {
        var options = SesWire.Options(server.Address);
        configure?.Invoke(options);
        using var provider = new SesProvider("ses", options, TimeProvider.System);
        return Assert.Single(await provider.SendAsync([message], TestMail.OpenWindow(), TestContext.Current.CancellationToken));
    }

    private static Task<MimeMessage> MimeAsync(HttpSeen request)
        => MimeMessage.LoadAsync(
            new MemoryStream(request.Json.GetProperty("Content").GetProperty("Raw").GetProperty("Data").GetBytesFromBase64()),
            TestContext.Current.CancellationToken);
}
