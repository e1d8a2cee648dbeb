using System.Globalization;
using EmailCampaign.Mail.Providers.Ses;
using EmailCampaign.Mail.Providers.Ses.Credentials;
using EmailCampaign.Mail.Providers.Ses.Signing;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Http;

namespace EmailCampaign.Mail.Providers.Tests.Ses.Credentials;

/// <summary>The chain of AWS's library, with the environment and files of a test and a role endpoint on loopback.</summary>
[Collection(AwsEnvironment.Collection)]
public sealed class ChainCredentialsTests
{
    [Fact]
    public async Task Get_Environment_IsTaken()
    {
        using var environment = AwsEnvironment.Empty(("AWS_ACCESS_KEY_ID", "AKIDENV"), ("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_SESSION_TOKEN", "t"));

        Assert.Equal(new AwsCredentials("AKIDENV", "s", "t"), (await GetAsync(Chain())).Credentials);
    }

    [Fact]
    public async Task Get_DefaultProfile_IsTaken()
    {
        using var environment = AwsEnvironment.Empty();
        Write(environment, ("default", "AKIDFILE"), ("other", "AKIDOTHER"));

        Assert.Equal(new AwsCredentials("AKIDFILE", "s"), (await GetAsync(Chain())).Credentials);
    }

    [Fact]
    public async Task Get_NamedProfile_GoesBeforeTheEnvironment()
    {
        using var environment = AwsEnvironment.Empty(("AWS_ACCESS_KEY_ID", "AKIDENV"), ("AWS_SECRET_ACCESS_KEY", "s"));
        Write(environment, ("default", "AKIDFILE"), ("other", "AKIDOTHER"));

        Assert.Equal(new AwsCredentials("AKIDOTHER", "s"), (await GetAsync(Chain("other"))).Credentials);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nobody")]
    public async Task Get_NothingAnywhere_IsRefusedAndNamesTheSettings(string? profile)
    {
        using var environment = AwsEnvironment.Empty();

        var (credentials, failure) = await GetAsync(Chain(profile));

        Assert.Null(credentials);
        var refused = Assert.IsType<SendOutcome.Refused>(failure);
        Assert.Equal(RefuseReason.Authentication, refused.Reason);
        Assert.Contains("Providers:acme:AccessKeyId", refused.Reply, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Reply);
    }

    [Fact]
    public async Task Get_ContainerRole_IsAskedOnceWhileItsCredentialsLast()
    {
        await using var endpoint = ScriptedHttpServer.Start(request => Role(request, TimeSpan.FromHours(6)));
        using var environment = Container(endpoint);
        var chain = Chain();

        var first = (await GetAsync(chain)).Credentials;
        var second = (await GetAsync(chain)).Credentials;

        Assert.Equal(new AwsCredentials("AKIDROLE1", "s", "t"), first);
        Assert.Same(first, second);
        Assert.Equal("the-token", Assert.Single(endpoint.Requests).Header("Authorization"));
    }

    [Fact]
    public async Task Get_ContainerRoleNearItsEnd_IsRefreshed()
    {
        await using var endpoint = ScriptedHttpServer.Start(request => Role(request, request.Number == 1 ? TimeSpan.FromMinutes(1) : TimeSpan.FromHours(6)));
        using var environment = Container(endpoint);
        var chain = Chain();
        await GetAsync(chain);

        Assert.Equal("AKIDROLE2", (await GetAsync(chain)).Credentials?.AccessKeyId);
        Assert.Equal("AKIDROLE2", (await GetAsync(chain)).Credentials?.AccessKeyId);
        Assert.Equal(2, endpoint.Requests.Count);
    }

    [Fact]
    public async Task Get_ContainerEndpointGone_IsUnreachable()
    {
        var endpoint = ScriptedHttpServer.Start(request => Role(request, TimeSpan.FromHours(6)));
        using var environment = Container(endpoint);
        await endpoint.DisposeAsync();

        Assert.IsType<SendOutcome.Unreachable>((await GetAsync(Chain())).Failure);
    }

    [Fact]
    public async Task Get_ContainerEndpointHangs_IsUnreachableWhenPatienceEnds()
    {
        var release = new TaskCompletionSource();
        await using var endpoint = ScriptedHttpServer.Start(request => new HttpAction.Hold(release.Task, Role(request, TimeSpan.FromHours(6))));
        using var environment = Container(endpoint);

        var answer = await GetAsync(Chain(patience: TimeSpan.FromMilliseconds(200)));

        Assert.Contains("no answer within 0.2 s", Assert.IsType<SendOutcome.Unreachable>(answer.Failure).Detail, StringComparison.Ordinal);
        release.SetResult();
    }

    [Fact]
    public async Task Get_Cancelled_IsNotAttempted()
    {
        var release = new TaskCompletionSource();
        using var cancellation = new CancellationTokenSource();
        await using var endpoint = ScriptedHttpServer.Start(request => new HttpAction.Hold(release.Task, Role(request, TimeSpan.FromHours(6))));
        using var environment = Container(endpoint);

        var getting = Chain().GetAsync(cancellation.Token);
        await endpoint.WhenRequestedAsync();
        await cancellation.CancelAsync();

        Assert.IsType<SendOutcome.NotAttempted>((await getting).Failure);
        release.SetResult();
    }

    [Fact]
    public async Task Renew_RefusedCredentials_AreAskedAnewOnceForAllCallers()
    {
        await using var endpoint = ScriptedHttpServer.Start(request => Role(request, TimeSpan.FromHours(6)));
        using var environment = Container(endpoint);
        var chain = Chain();
        var refused = (await GetAsync(chain)).Credentials!;

        var first = (await chain.RenewAsync(refused, TestContext.Current.CancellationToken)).Credentials;
        var second = (await chain.RenewAsync(refused, TestContext.Current.CancellationToken)).Credentials;

        Assert.Equal("AKIDROLE2", first?.AccessKeyId);
        Assert.Same(first, second);
        Assert.Equal(2, endpoint.Requests.Count);
    }

    [Fact]
    public async Task Renew_ProfileThatWasRotated_IsReadAgain()
    {
        using var environment = AwsEnvironment.Empty();
        Write(environment, ("ses", "AKIDOLD"));
        var chain = Chain("ses");
        var refused = (await GetAsync(chain)).Credentials!;
        Write(environment, ("ses", "AKIDNEW"));

        Assert.Equal("AKIDNEW", (await chain.RenewAsync(refused, TestContext.Current.CancellationToken)).Credentials?.AccessKeyId);
    }

    [Theory]
    [InlineData(403, "ExpiredTokenException")]
    [InlineData(403, "RequestExpired")]
    [InlineData(400, "ExpiredTokenException")]
    public async Task Send_ExpiredCredentials_AreRenewedAndTheMailWaitsForItsNextAttempt(int status, string type)
    {
        await using var endpoint = ScriptedHttpServer.Start(request => Role(request, TimeSpan.FromHours(6)));
        using var environment = Container(endpoint);
        await using var server = ScriptedHttpServer.Start(request => request.Header("Authorization")!.Contains("AKIDROLE1", StringComparison.Ordinal)
            ? SesWire.Error(status, type, "The security token included in the request is expired")
            : new HttpAction.Reply(200, "{\"MessageId\":\"1\"}"));
        using var provider = new SesProvider("acme", new SesOptions { Region = "eu-west-1", BaseAddress = server.Address }, TimeProvider.System);

        var outcomes = await provider.SendAsync(TestMail.Slice(3), TestMail.OpenWindow(), TestContext.Current.CancellationToken);

        Assert.Equal(["Deferred:Fault", "Accepted", "Accepted"], OutcomeText.Of(outcomes));
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(["t", "t", "t"], server.Requests.Select(static request => request.Header("X-Amz-Security-Token")));
    }

    [Fact]
    public async Task Send_ExpiredCredentialsAndNoOthers_IsRefused()
    {
        using var environment = AwsEnvironment.Empty(("AWS_ACCESS_KEY_ID", "AKIDENV"), ("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_SESSION_TOKEN", "t"));
        await using var server = ScriptedHttpServer.Start(SesWire.Error(403, "ExpiredTokenException", "The security token included in the request is expired"));
        using var provider = new SesProvider("acme", new SesOptions { Region = "eu-west-1", BaseAddress = server.Address }, TimeProvider.System);

        var outcomes = await provider.SendAsync(TestMail.Slice(2), TestMail.OpenWindow(), TestContext.Current.CancellationToken);

        Assert.Equal(["Refused:Authentication", "NotAttempted"], OutcomeText.Of(outcomes));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Send_WindowClosesWhileCredentialsAreFetched_NothingIsAttempted()
    {
        var release = new TaskCompletionSource();
        using var draining = new CancellationTokenSource();
        await using var endpoint = ScriptedHttpServer.Start(request => new HttpAction.Hold(release.Task, Role(request, TimeSpan.FromHours(6))));
        using var environment = Container(endpoint);
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(200, "{\"MessageId\":\"1\"}"));
        using var provider = new SesProvider("acme", new SesOptions { Region = "eu-west-1", BaseAddress = server.Address }, TimeProvider.System);

        var sending = provider.SendAsync(TestMail.Slice(2), TestMail.WindowUntil(draining.Token), TestContext.Current.CancellationToken);
        await endpoint.WhenRequestedAsync();
        await draining.CancelAsync();
        release.SetResult();

        Assert.Equal(["NotAttempted", "NotAttempted"], OutcomeText.Of(await sending));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Ask_NoCredentials_RefusesAndNamesTheSettings()
    {
        using var environment = AwsEnvironment.Empty();
        using var provider = new SesProvider("acme", new SesOptions { Region = "eu-west-1" }, TimeProvider.System);

        var state = await provider.AskAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ProviderAccountStatus.Refuses, state.Status);
        Assert.Contains("Providers:acme:AccessKeyId", state.Sentence, StringComparison.Ordinal);
    }

    private static ChainCredentials Chain(string? profile = null, TimeSpan? patience = null)
        => new("acme", profile, patience ?? TimeSpan.FromSeconds(10), TimeProvider.System);

    private static ValueTask<CredentialAnswer> GetAsync(ChainCredentials chain) => chain.GetAsync(TestContext.Current.CancellationToken);

    private static AwsEnvironment Container(ScriptedHttpServer endpoint) => AwsEnvironment.Empty(
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", new Uri(endpoint.Address, "role").AbsoluteUri), ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "the-token"));

    private static HttpAction.Reply Role(HttpSeen request, TimeSpan life)
    {
        // AWS's library has a clock of its own.
        var end = TimeProvider.System.GetUtcNow().Add(life).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return new HttpAction.Reply(
            200, $$"""{"AccessKeyId":"AKIDROLE{{request.Number}}","SecretAccessKey":"s","Token":"t","Expiration":"{{end}}"}""", [("Content-Type", "application/json")]);
    }

    private static void Write(AwsEnvironment environment, params (string Profile, string Key)[] profiles)
        => File.WriteAllText(environment.CredentialsFile, string.Concat(profiles.Select(static profile
            => $"[{profile.Profile}]\naws_access_key_id = {profile.Key}\naws_secret_access_key = s\n")));
}
