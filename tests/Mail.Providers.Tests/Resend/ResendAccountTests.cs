using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Http;

namespace EmailCampaign.Mail.Providers.Tests.Resend;

public sealed class ResendAccountTests
{
    [Fact]
    public async Task Ask_AccountWithAVerifiedDomain_NamesItAndTheOthers()
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(
            200,
            """
            {"object":"list","has_more":false,"data":[
             {"id":"1","name":"acme.example","status":"verified","region":"eu-west-1"},{"id":"2","name":"news.acme.example","status":"pending"}]}
            """));

        Assert.Equal(
            new ProviderAccountState(ProviderAccountStatus.Ready, "Resend: the account sends for acme.example. Not verified: news.acme.example (pending)."), await AskAsync(server));

        var request = Assert.Single(server.Requests);
        Assert.Equal(("GET", "/domains"), (request.Method, request.Target));
        Assert.Equal("Bearer " + ResendVendor.Key, request.Header("Authorization"));
    }

    [Fact]
    public async Task Ask_ManyDomains_NamesAFew()
    {
        var domains = string.Join(',', Enumerable.Range(1, 8).Select(static number => $$"""{"name":"d{{number}}.example","status":"verified"}"""));
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(200, $$"""{"data":[{{domains}}]}"""));

        Assert.Equal(
            "Resend: the account sends for d1.example, d2.example, d3.example, d4.example, d5.example and 3 more.", (await AskAsync(server)).Sentence);
    }

    [Fact]
    public async Task Ask_KeyThatMayOnlySend_IsReadyAndSaysWhatIsNotKnown()
    {
        await using var server = ScriptedHttpServer.Start(ResendVendor.Error(401, "restricted_api_key", "This API key is restricted to only send emails"));

        var state = await AskAsync(server);

        Assert.Equal(ProviderAccountStatus.Ready, state.Status);
        Assert.StartsWith("Resend: the key is good. It may only send,", state.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, """{"data":[{"name":"acme.example","status":"failed"}]}""", ProviderAccountStatus.Refuses, "no domain that is verified, so it sends to nobody but its owner. Not verified: acme.example (failed).")]
    [InlineData(200, """{"data":[]}""", ProviderAccountStatus.Refuses, "no domain that is verified")]
    [InlineData(200, """{"data":{}}""", ProviderAccountStatus.Unknown, "not that of Resend")]
    [InlineData(401, """{"name":"missing_api_key","message":"Missing"}""", ProviderAccountStatus.Refuses, "401 missing_api_key: Missing")]
    [InlineData(403, """{"name":"invalid_api_key","message":"API key is invalid"}""", ProviderAccountStatus.Refuses, "API key is invalid")]
    [InlineData(404, """{"name":"not_found","message":"No endpoint"}""", ProviderAccountStatus.Refuses, "No endpoint")]
    [InlineData(429, """{"name":"rate_limit_exceeded","message":"Too many requests"}""", ProviderAccountStatus.Unknown, "Too many requests")]
    [InlineData(409, """{"name":"concurrent_idempotent_requests","message":"Busy"}""", ProviderAccountStatus.Unknown, "Busy")]
    [InlineData(451, """{"name":"security_error","message":"Stopped"}""", ProviderAccountStatus.Refuses, "Stopped")]
    [InlineData(500, """{"name":"application_error","message":"Oops"}""", ProviderAccountStatus.Unknown, "Oops")]
    public async Task Ask_OtherAnswers_AreStatesToo(int status, string body, ProviderAccountStatus expected, string words)
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(status, body));

        var state = await AskAsync(server);

        Assert.Equal(expected, state.Status);
        Assert.Contains(words, state.Sentence, StringComparison.Ordinal);
    }

    private static async Task<ProviderAccountState> AskAsync(ScriptedHttpServer server)
    {
        using var provider = ResendVendor.Provider(server.Address);
        return await provider.AskAsync(TestContext.Current.CancellationToken);
    }
}
