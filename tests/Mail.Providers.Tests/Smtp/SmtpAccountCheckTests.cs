using System.Globalization;
using EmailCampaign.Mail.Providers.Smtp;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Smtp;

public abstract class SmtpAccountCheckTests : SmtpTransportTests
{
    [Fact]
    public async Task Ask_ServerWithEverything_SaysWhatItHasAndSendsNothing()
    {
        await using var rig = StartRig(
            new SmtpScript { StartTls = true, SmtpUtf8 = true, Size = 10_000_000, Auth = "PLAIN", Account = ("jane", "secret-word") },
            options => (options.Username, options.Password, options.Security) = ("jane", "secret-word", SmtpSecurity.StartTls),
            trustServer: true);

        var state = await rig.Provider.AskAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ProviderAccountStatus.Ready, state.Status);
        Assert.Matches(
            $@"^127\.0\.0\.1:{rig.Server.Port.ToString(CultureInfo.InvariantCulture)} answers: TLS 1\.[23], AUTH accepted, at most 10,000,000 octets a mail, SMTPUTF8\.$", state.Sentence);
        Assert.Equal((1, 1, 0), (rig.Server.Steps(SmtpStep.Noop), rig.Server.Steps(SmtpStep.Quit), rig.Server.Steps(SmtpStep.Mail)));
    }

    [Fact]
    public async Task Ask_PlainServer_SaysWhatItLacks()
    {
        await using var rig = StartRig(new SmtpScript { Size = null });

        var state = await rig.Provider.AskAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ProviderAccountStatus.Ready, state.Status);
        Assert.EndsWith("answers: no TLS, no AUTH, no SIZE, no SMTPUTF8.", state.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_WrongPassword_RefusesWithoutNamingIt()
    {
        await using var rig = StartRig(
            new SmtpScript { Auth = "PLAIN", Account = ("jane", "right") }, options => (options.Username, options.Password) = ("jane", "wrong-word"));

        var state = await rig.Provider.AskAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ProviderAccountStatus.Refuses, state.Status);
        Assert.Contains("refuses (Authentication): 535", state.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-word", state.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("421 4.3.2 come back later", ProviderAccountStatus.Refuses)]
    [InlineData("554 no service here", ProviderAccountStatus.Refuses)]
    public async Task Ask_GreetingRefuses_Refuses(string greeting, ProviderAccountStatus expected)
    {
        await using var rig = StartRig(SmtpScript.AcceptAll.On(SmtpStep.Greeting, greeting));

        var state = await rig.Provider.AskAsync(TestContext.Current.CancellationToken);

        Assert.Equal(expected, state.Status);
        Assert.Contains(greeting[4..], state.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SmtpStep.Greeting)]
    [InlineData(SmtpStep.Noop)]
    public async Task Ask_NoAnswer_IsUnknown(SmtpStep step)
    {
        await using var rig = StartRig(
            SmtpScript.AcceptAll.On(step, new SmtpAction.Stall()), options => options.CommandTimeout = TimeSpan.FromMilliseconds(150));

        Assert.Equal(ProviderAccountStatus.Unknown, (await rig.Provider.AskAsync(TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public async Task Ask_OneOfTwoServersIsGone_SaysBothAndIsReady()
    {
        await using var farm = StartFarm([1, 1]);
        await farm.LoseAsync(1);

        var state = await farm.Provider.AskAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ProviderAccountStatus.Ready, state.Status);
        Assert.Contains($":{farm.Servers[0].Port} answers", state.Sentence, StringComparison.Ordinal);
        Assert.Contains($":{farm.Servers[1].Port}", state.Sentence, StringComparison.Ordinal);
        Assert.Contains("cannot be reached", state.Sentence, StringComparison.Ordinal);
    }
}
