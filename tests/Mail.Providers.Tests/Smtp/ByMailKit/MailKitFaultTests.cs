using EmailCampaign.Mail.Providers.Smtp;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Smtp.ByMailKit;

/// <summary>Every way in which a connection can fail, over MailKit's client.</summary>
public sealed class MailKitFaultTests : SmtpFaultTests
{
    private protected override SmtpTransport Transport => SmtpTransport.MailKit;

    /// <remarks>Ours says RSET only where a transaction is open: behind the dot there is none.</remarks>
    [Fact]
    public async Task Send_ServerStallsAtRsetBehindTheDot_KeepsTheVerdictAndReconnects()
    {
        await using var rig = StartRig(
            SmtpScript.AcceptAll.On(SmtpStep.Dot, "554 5.7.1 spam", times: 1).On(SmtpStep.Rset, new SmtpAction.Stall(), times: 1),
            static options => options.CommandTimeout = TimeSpan.FromMilliseconds(150));

        Assert.Equal(["Rejected:Policy", "Accepted"], await rig.SendAsync(TestMail.Slice(2)));
        Assert.Equal(2, rig.Server.SessionCount);
    }
}
