using EmailCampaign.Mail.Providers.Ses;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Http;

namespace EmailCampaign.Mail.Providers.Tests.Ses;

public sealed class SesAccountTests
{
    private const string Healthy = """
        {"DedicatedIpAutoWarmupEnabled":true,"EnforcementStatus":"HEALTHY","ProductionAccessEnabled":true,"SendingEnabled":true,
         "SendQuota":{"Max24HourSend":50000.0,"MaxSendRate":14.0,"SentLast24Hours":1203.0}}
        """;

    [Fact]
    public async Task Ask_HealthyAccount_TellsItsLimits()
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(200, Healthy));

        var state = await AskAsync(server);

        Assert.Equal(
            new ProviderAccountState(ProviderAccountStatus.Ready, "Amazon SES eu-west-1: 14 mails a second, 50,000 in 24 hours, 1,203 of them used.")
            {
                PerSecond = 14,
                PerDay = 50_000,
                UsedInDay = 1203,
            },
            state);
        var request = Assert.Single(server.Requests);
        Assert.Equal(("GET", "/v2/email/account"), (request.Method, request.Target));
        Assert.Contains("SignedHeaders=host;x-amz-date, ", request.Header("Authorization"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"ProductionAccessEnabled\":true", "\"ProductionAccessEnabled\":false", ProviderAccountStatus.Ready, "sandbox")]
    [InlineData("HEALTHY", "PROBATION", ProviderAccountStatus.Ready, "under review")]
    [InlineData("HEALTHY", "SHUTDOWN", ProviderAccountStatus.Refuses, "has stopped")]
    [InlineData("\"SendingEnabled\":true", "\"SendingEnabled\":false", ProviderAccountStatus.Refuses, "switched off")]
    [InlineData("1203.0", "50000.0", ProviderAccountStatus.Refuses, "used up")]
    public async Task Ask_AccountThatIsNotFine_SaysSo(string original, string changed, ProviderAccountStatus status, string words)
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(200, Healthy.Replace(original, changed, StringComparison.Ordinal)));

        var state = await AskAsync(server);

        Assert.Equal(status, state.Status);
        Assert.Contains(words, state.Sentence, StringComparison.Ordinal);
        Assert.Equal(14, state.PerSecond);
    }

    [Fact]
    public async Task Ask_UnlimitedQuota_NamesNone()
    {
        await using var server = ScriptedHttpServer.Start(
            new HttpAction.Reply(200, Healthy.Replace("50000.0", "-1.0", StringComparison.Ordinal)));

        var state = await AskAsync(server);

        Assert.Equal((ProviderAccountStatus.Ready, null), (state.Status, state.PerDay));
    }

    [Theory]
    [InlineData(403, "AccessDeniedException", "not authorized to perform: ses:GetAccount", ProviderAccountStatus.Unknown, "allow ses:GetAccount")]
    [InlineData(403, "InvalidClientTokenId", "The security token is invalid", ProviderAccountStatus.Refuses, "token is invalid")]
    [InlineData(429, "TooManyRequestsException", "Too fast", ProviderAccountStatus.Unknown, "Too fast")]
    [InlineData(500, "InternalFailure", "Oops", ProviderAccountStatus.Unknown, "Oops")]
    [InlineData(200, "", "", ProviderAccountStatus.Unknown, "not that of Amazon SES")]
    public async Task Ask_OtherAnswers_AreStatesToo(int status, string type, string text, ProviderAccountStatus expected, string words)
    {
        await using var server = ScriptedHttpServer.Start(SesWire.Error(status, type, text));

        var state = await AskAsync(server);

        Assert.Equal(expected, state.Status);
        Assert.Contains(words, state.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_NobodyThere_IsUnknownAndSaysWhere()
    {
        var server = ScriptedHttpServer.Start(new HttpAction.Reply(200, Healthy));
        await server.DisposeAsync();

        var state = await AskAsync(server);

        Assert.Equal(ProviderAccountStatus.Unknown, state.Status);
        Assert.Contains(server.Address.Authority, state.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_Cancelled_Throws()
    {
        var release = new TaskCompletionSource();
        using var cancellation = new CancellationTokenSource();
        await using var server = ScriptedHttpServer.Start(new HttpAction.Hold(release.Task, new HttpAction.Reply(200, Healthy)));
        using var provider = new SesProvider("ses", SesWire.Options(server.Address), TimeProvider.System);

        var asking = provider.AskAsync(cancellation.Token);
        await server.WhenRequestedAsync();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        release.SetResult();
    }

    [Fact]
    public async Task Send_BulkAfterAsking_HasNoMoreInACallThanASecondTakes()
    {
        await using var server = ScriptedHttpServer.Start(request => request.Method == "GET"
            ? new HttpAction.Reply(200, Healthy)
            : SesWire.Results(request, static _ => "SUCCESS"));
        var options = SesWire.Options(server.Address);
        options.Bulk = true;
        using var provider = new SesProvider("ses", options, TimeProvider.System);

        await provider.AskAsync(TestContext.Current.CancellationToken);
        await provider.SendAsync(TestMail.Slice(30), TestMail.OpenWindow(), TestContext.Current.CancellationToken);

        Assert.Equal([14, 14, 2], server.Requests.Skip(1).Select(static request => SesWire.BulkRecipients(request.Json).Count));
    }

    private static async Task<ProviderAccountState> AskAsync(ScriptedHttpServer server)
    {
        using var provider = new SesProvider("ses", SesWire.Options(server.Address), TimeProvider.System);
        return await provider.AskAsync(TestContext.Current.CancellationToken);
    }
}
