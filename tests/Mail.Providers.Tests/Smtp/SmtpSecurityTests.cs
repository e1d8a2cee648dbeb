using EmailCampaign.Mail.Providers.Smtp;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Smtp;

public abstract class SmtpSecurityTests : SmtpTransportTests
{
    private const string Password = "correct horse battery staple";

    private static readonly SmtpScript WithTls = new() { StartTls = true };
    private static readonly SmtpScript WithAccount = new() { Auth = "PLAIN LOGIN", Account = ("jane", Password) };

    [Theory]
    [InlineData("auto", true, 1)]
    [InlineData("auto", false, 0)]
    [InlineData("starttls", true, 1)]
    [InlineData("none", true, 0)]
    public async Task Send_SecurityMode_UsesTlsAccordingly(string mode, bool offered, int handshakes)
    {
        await using var rig = StartRig(
            new SmtpScript { StartTls = offered }, options => options.Security = Enum.Parse<SmtpSecurity>(mode, ignoreCase: true), trustServer: true);

        Assert.All(await rig.SendAsync(TestMail.Slice(3)), outcome => Assert.Equal("Accepted", outcome));
        Assert.Equal(handshakes, rig.Server.Steps(SmtpStep.StartTls));
        Assert.Equal(["Accepted"], await rig.SendAsync(TestMail.To("again@x.test")));
        Assert.Equal(1, rig.Server.SessionCount);
    }

    [Fact]
    public async Task Send_TlsOnConnect_Works()
    {
        await using var rig = StartRig(configure: options => options.Security = SmtpSecurity.Tls, tlsOnConnect: true, trustServer: true);

        Assert.All(await rig.SendAsync(TestMail.Slice(3)), outcome => Assert.Equal("Accepted", outcome));
        Assert.Equal(["Accepted"], await rig.SendAsync(TestMail.To("again@x.test")));
        Assert.Equal(1, rig.Server.SessionCount);
    }

    [Fact]
    public async Task Send_TlsSessionDroppedWhileIdle_Reconnects()
    {
        await using var rig = StartRig(configure: options => options.Security = SmtpSecurity.Tls, tlsOnConnect: true, trustServer: true);
        await rig.SendAsync(TestMail.To("a@x.test"));

        await rig.Server.DropSessionsAsync("421 4.4.2 timeout");

        Assert.Equal(["Accepted"], await rig.SendAsync(TestMail.To("b@x.test")));
        Assert.Equal(2, rig.Server.SessionCount);
    }

    [Theory]
    [InlineData("starttls", false)]
    [InlineData("auto", false)]
    [InlineData("tls", true)]
    public async Task Send_CertificateThatDoesNotVerify_RefusesTheConfiguration(string mode, bool tlsOnConnect)
    {
        await using var rig = StartRig(
            WithTls, options => options.Security = Enum.Parse<SmtpSecurity>(mode, ignoreCase: true), tlsOnConnect: tlsOnConnect);

        var outcomes = await rig.OutcomesAsync(TestMail.Slice(2));

        Assert.Equal(["Refused:Configuration", "NotAttempted"], OutcomeText.Of(outcomes));
        Assert.Contains("certificate", Assert.IsType<SendOutcome.Refused>(outcomes[0]).Reply, StringComparison.Ordinal);
        Assert.Equal(0, rig.Server.Steps(SmtpStep.Mail));
    }

    [Fact]
    public async Task Send_StartTlsDemandedAndAbsent_RefusesAndNamesTheSetting()
    {
        await using var rig = StartRig(configure: options => options.Security = SmtpSecurity.StartTls);

        var refused = Assert.IsType<SendOutcome.Refused>((await rig.OutcomesAsync(TestMail.To("a@x.test")))[0]);

        Assert.Equal(RefuseReason.Configuration, refused.Reason);
        Assert.Contains("Providers:smtp:Security", refused.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_StartTlsTemporarilyUnavailable_Throttles()
    {
        await using var rig = StartRig(WithTls.On(SmtpStep.StartTls, "454 4.7.0 TLS not available"));

        Assert.Equal(["Throttled"], await rig.SendAsync(TestMail.To("a@x.test")));
    }

    [Fact]
    public async Task Send_ConnectionLostInTheHandshake_IsUnreachable()
    {
        await using var rig = StartRig(WithTls.On(SmtpStep.StartTls, new SmtpAction.ReplyAndClose("220 2.0.0 go ahead")), trustServer: true);

        Assert.Equal(["Unreachable"], await rig.SendAsync(TestMail.To("a@x.test")));
    }

    [Fact]
    public async Task Send_TlsToAPlainServer_RefusesTheConfiguration()
    {
        await using var rig = StartRig(configure: options => options.Security = SmtpSecurity.Tls);

        Assert.Equal(["Refused:Configuration"], await rig.SendAsync(TestMail.To("a@x.test")));
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    [InlineData("PLAIN LOGIN")]
    public async Task Send_GoodCredentials_AuthenticateOncePerSession(string mechanisms)
    {
        await using var rig = StartRig(WithAccount with { Auth = mechanisms }, options => (options.Username, options.Password) = ("jane", Password));

        Assert.All(await rig.SendAsync(TestMail.Slice(3)), outcome => Assert.Equal("Accepted", outcome));
        Assert.Equal(1, rig.Server.Steps(SmtpStep.Auth));
    }

    [Fact]
    public async Task Send_BadCredentials_RefusesWithoutNamingThePassword()
    {
        const string Wrong = "wrong-password-123";
        await using var rig = StartRig(
            WithAccount.On(SmtpStep.Auth, $"535 5.7.8 '{Wrong}' ({Convert.ToBase64String("wrong-password-123"u8)}) is wrong"),
            options => (options.Username, options.Password) = ("jane", Wrong));

        var outcomes = await rig.OutcomesAsync(TestMail.Slice(2));

        Assert.Equal(["Refused:Authentication", "NotAttempted"], OutcomeText.Of(outcomes));
        Assert.DoesNotContain(Wrong, outcomes[0].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String("wrong-password-123"u8), outcomes[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("535", outcomes[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_AuthenticationTemporarilyFails_Throttles()
    {
        await using var rig = StartRig(
            WithAccount.On(SmtpStep.Auth, "454 4.7.0 Temporary authentication failure", times: 2), options => (options.Username, options.Password) = ("jane", Password));

        Assert.Equal(["Throttled", "NotAttempted"], await rig.SendAsync(TestMail.Slice(2)));
        Assert.Equal(["Accepted"], await rig.SendAsync(TestMail.To("a@x.test")));
    }

    [Fact]
    public async Task Send_ServerWantsCredentialsAndThereAreNone_RefusesTheAccount()
    {
        await using var rig = StartRig(WithAccount);

        Assert.Equal(["Refused:Authentication", "NotAttempted"], await rig.SendAsync(TestMail.Slice(2)));
    }

    [Fact]
    public async Task Send_ServerOffersNoAuthentication_RefusesTheConfiguration()
    {
        await using var rig = StartRig(configure: options => (options.Username, options.Password) = ("jane", Password));

        Assert.Equal(["Refused:Configuration"], await rig.SendAsync(TestMail.To("a@x.test")));
    }

    [Fact]
    public async Task Send_DropAtAuthentication_IsUnreachable()
    {
        await using var rig = StartRig(
            WithAccount.On(SmtpStep.Auth, new SmtpAction.Drop(), times: 1), options => (options.Username, options.Password) = ("jane", Password));

        Assert.Equal(["Unreachable"], await rig.SendAsync(TestMail.To("a@x.test")));
        Assert.Equal(["Accepted"], await rig.SendAsync(TestMail.To("a@x.test")));
    }
}
