using EmailCampaign.Mail.Providers.Http;
using EmailCampaign.Testing.Http;

namespace EmailCampaign.Mail.Providers.Tests.Http;

public sealed class ApiClientTests
{
    [Fact]
    public async Task Call_Answer_HasItsStatusHeadersAndBody()
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(202, "taken: ü").With("X-Message-Id", "m1"));

        var reply = Assert.IsType<ApiResult.Answer>(await CallAsync(server.Address)).Reply;

        Assert.Equal((202, "taken: ü", "m1", null), (reply.Status, reply.Body, reply.Header("x-message-id"), reply.Header("other")));
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/mails", "application/json", "{}"), (request.Method, request.Target, request.Header("Content-Type"), request.Body));
    }

    [Fact]
    public async Task Call_BaseAddressWithAPath_KeepsIt()
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(200));

        await CallAsync(new Uri(server.Address, "proxy/mail"));

        Assert.Equal("/proxy/mail/mails", Assert.Single(server.Requests).Target);
    }

    [Fact]
    public async Task Call_EndlessBody_IsCutAtTheLimit()
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(200, new string('x', 200_000)));

        var reply = Assert.IsType<ApiResult.Answer>(await CallAsync(server.Address)).Reply;

        Assert.Equal(ApiClient.LongestBody, reply.Body.Length);
    }

    [Fact]
    public async Task Call_TlsToAServerWithoutIt_IsUnreachable()
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(200));

        Assert.IsType<ApiResult.Unreachable>(await CallAsync(new UriBuilder(server.Address) { Scheme = "https" }.Uri));
    }

    [Fact]
    public async Task Call_CancelledBeforeItBegan_IsUnreachable()
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(200));

        Assert.IsType<ApiResult.Unreachable>(await CallAsync(server.Address, new CancellationToken(canceled: true)));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("https://api.acme.example", null)]
    [InlineData("http://127.0.0.1:8080/v1", null)]
    [InlineData("http://api.acme.example", "unencrypted")]
    [InlineData("ftp://api.acme.example", "must begin with https://")]
    [InlineData("https://me@api.acme.example", "no user")]
    [InlineData("https://api.acme.example/?a=b", "no query")]
    [InlineData("api.acme.example", "a whole address")]
    public void Address_Rules_SayWhatIsWrong(string address, string? problem)
    {
        var said = ApiAddress.Problem(new Uri(address, UriKind.RelativeOrAbsolute));

        Assert.True(problem is null ? said is null : said!.Contains(problem, StringComparison.Ordinal), said);
    }

    [Theory]
    [InlineData("re_123", true)]
    [InlineData("", false)]
    [InlineData("re_123\n", false)]
    [InlineData("re_ 123", false)]
    [InlineData("re_é", false)]
    public void Key_Rules_TakeWhatAHeaderCanCarry(string key, bool fine) => Assert.Equal(fine, ApiKeyRules.Problem(key) is null);

    private static async Task<ApiResult> CallAsync(Uri address, CancellationToken? cancellationToken = null)
    {
        using var api = new ApiClient(address, TimeSpan.FromSeconds(60), TimeProvider.System);
        using var request = api.Request(HttpMethod.Post, "mails", "{}"u8.ToArray());
        return await api.CallAsync(request, cancellationToken ?? TestContext.Current.CancellationToken);
    }
}
