using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Http;

namespace EmailCampaign.Mail.Providers.Tests.SendGrid;

public sealed class SendGridAccountTests
{
    [Fact]
    public async Task Ask_KeyThatMaySend_IsReady()
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(200, """{"scopes":["alerts.read","mail.send"]}"""));

        Assert.Equal(new ProviderAccountState(ProviderAccountStatus.Ready, "SendGrid: the key may send mail."), await AskAsync(server));

        var request = Assert.Single(server.Requests);
        Assert.Equal(("GET", "/v3/scopes"), (request.Method, request.Target));
        Assert.Equal("Bearer " + SendGridVendor.Key, request.Header("Authorization"));
    }

    [Fact]
    public async Task Ask_Sandbox_SaysThatNothingIsSent()
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(200, """{"scopes":["mail.send"]}"""));

        var state = await AskAsync(server, sandbox: true);

        Assert.Equal(ProviderAccountStatus.Ready, state.Status);
        Assert.EndsWith("The sandbox is on: SendGrid checks each mail and sends none.", state.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, """{"scopes":["alerts.read","mail.batch.read"]}""", ProviderAccountStatus.Refuses, "lacks the scope mail.send")]
    [InlineData(200, """{"scopes":"mail.send"}""", ProviderAccountStatus.Unknown, "not that of SendGrid")]
    [InlineData(401, """{"errors":[{"field":null,"message":"authorization required"}]}""", ProviderAccountStatus.Refuses, "401 authorization required")]
    [InlineData(401, """{"errors":[{"field":null,"message":"Maximum credits exceeded"}]}""", ProviderAccountStatus.Refuses, "credits exceeded")]
    [InlineData(403, """{"errors":[{"field":null,"message":"access forbidden"}]}""", ProviderAccountStatus.Unknown, "does not tell what the key may do: 403 access forbidden")]
    [InlineData(404, "", ProviderAccountStatus.Refuses, "404")]
    [InlineData(429, """{"errors":[{"field":null,"message":"too many requests"}]}""", ProviderAccountStatus.Unknown, "too many requests")]
    [InlineData(503, "", ProviderAccountStatus.Unknown, "503")]
    public async Task Ask_OtherAnswers_AreStatesToo(int status, string body, ProviderAccountStatus expected, string words)
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(status, body));

        var state = await AskAsync(server);

        Assert.Equal(expected, state.Status);
        Assert.Contains(words, state.Sentence, StringComparison.Ordinal);
    }

    private static async Task<ProviderAccountState> AskAsync(ScriptedHttpServer server, bool sandbox = false)
    {
        using var provider = SendGridVendor.Provider(server.Address, configure: options => options.Sandbox = sandbox);
        return await provider.AskAsync(TestContext.Current.CancellationToken);
    }
}
