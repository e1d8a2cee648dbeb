using System.Text.Json.Nodes;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Http;
using SendGrid.Helpers.Mail;

namespace EmailCampaign.Mail.Providers.Tests.SendGrid;

/// <summary>A second opinion about our JSON: the vendor's own package, used here alone.</summary>
public sealed class SendGridPackageTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Send_RequestReadAndWrittenByTheVendorsPackage_IsTheSame(bool sandbox)
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(sandbox ? 200 : 202));
        using var provider = SendGridVendor.Provider(server.Address, configure: options => (options.Personalizations, options.Sandbox) = (true, sandbox));
        MailAttachment[] files = [new("plan.pdf", "application/pdf", new byte[] { 1, 2, 3 })];
        var slice = TestMail.Slice(3).Select(message => message with
        {
            ReplyTo = new Mailbox("Answers", "answers@acme.test"),
            Html = "<p>Grüße</p>",
            Headers = [new("List-Unsubscribe", "<https://acme.test/u>")],
            Attachments = files,
        }).ToArray();

        await provider.SendAsync(slice, TestMail.OpenWindow(), TestContext.Current.CancellationToken);

        // A property that the package does not know would be lost.
        var body = Assert.Single(server.Requests).Body;
        var again = SendGridMessage.Deserialize(body).Serialize();
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(body), JsonNode.Parse(again)), $"{body}\n{again}");
    }

    [Fact]
    public async Task Send_OneMail_IsWhatThePackageWouldSend()
    {
        await using var server = ScriptedHttpServer.Start(SendGridVendor.Accepts);
        using var provider = SendGridVendor.Provider(server.Address);
        var message = TestMail.To("jo@example.test", messageId: "m1@acme.test") with { Html = "<p>Grüße</p>" };
        var theirs = MailHelper.CreateSingleEmail(
            new EmailAddress("news@acme.test", "Acme News"), new EmailAddress("jo@example.test"), "Spring", message.Text, message.Html);
        theirs.Subject = theirs.Personalizations[0].Subject = "Spring";
        theirs.AddHeader("Message-ID", "<m1@acme.test>");
        theirs.AddCustomArg("campaign", "spring");
        theirs.AddCustomArg("token", message.IdempotencyKey);

        await provider.SendAsync([message], TestMail.OpenWindow(), TestContext.Current.CancellationToken);

        var body = Assert.Single(server.Requests).Body;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(body), JsonNode.Parse(theirs.Serialize())), $"{body}\n{theirs.Serialize()}");
    }
}
