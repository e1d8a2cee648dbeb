using System.Text;
using EmailCampaign.Mail.Composition;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Smtp;

public abstract class SmtpEnvelopeSenderTests : SmtpTransportTests
{
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("0123456789abcdef0123456789abcdef");
    private static readonly MessageToken Token = new("spring", 3, 17, 0);

    [Theory]
    [InlineData(null, "news@acme.test")]
    [InlineData("bounces@bounce.acme.test", "bounces@bounce.acme.test")]
    [InlineData("bounces@BÜCHER.example", "bounces@xn--bcher-kva.example")]
    public async Task Send_EnvelopeSender_IsTheAccountsOrTheFromAddress(string? setting, string expected)
    {
        await using var rig = StartRig(configure: options => options.EnvelopeSender = setting);

        Assert.Equal(["Accepted"], await rig.SendAsync(TestMail.To("a@x.test")));
        Assert.Equal(expected, rig.Server.Deliveries.Single().Sender);
    }

    [Fact]
    public async Task Send_Verp_NamesTheMailAndIsTheSameForEveryAttempt()
    {
        await using var rig = StartRig(
            SmtpScript.AcceptAll.On(SmtpStep.Dot, new SmtpAction.Drop(TakesMail: true), times: 1),
            options => (options.EnvelopeSender, options.Verp) = ("bounces@bounce.acme.test", true));
        var mail = TestMail.To("a@x.test", messageId: $"{Token.Sign(Key)}@acme.test");

        Assert.Equal(["Unknown"], await rig.SendAsync(mail));
        Assert.Equal(["Accepted"], await rig.SendAsync(mail));
        Assert.Equal(["Accepted"], await rig.SendAsync(TestMail.To("a@x.test", messageId: $"{(Token with { Generation = 1 }).Sign(Key)}@acme.test")));

        var senders = rig.Server.Deliveries.Select(static delivery => delivery.Sender).ToList();
        Assert.Equal(senders[0], senders[1]);
        Assert.NotEqual(senders[0], senders[2]);
        Assert.Equal(Token, VerpAddress.TryParse(senders[0])!.Verify("spring", Key));
    }

    [Fact]
    public async Task Send_GreylistedVerp_ComesBackWithTheSameSender()
    {
        await using var rig = StartRig(
            new SmtpScript { Otherwise = Greylist() }, options => (options.EnvelopeSender, options.Verp) = ("bounces@bounce.acme.test", true));
        var mail = TestMail.To("a@x.test", messageId: $"{Token.Sign(Key)}@acme.test");

        Assert.Equal(["Deferred:Reply"], await rig.SendAsync(mail));
        Assert.Equal(["Accepted"], await rig.SendAsync(mail));

        // A greylist knows a mail by sender and recipient.
        static Func<SmtpExchange, SmtpAction?> Greylist()
        {
            var met = new HashSet<(string?, string?)>();
            return exchange => exchange.Step == SmtpStep.Rcpt && met.Add((exchange.Sender, exchange.Recipient))
                ? new SmtpAction.Reply("451 4.7.1 greylisted, try again later")
                : null;
        }
    }

    [Theory]
    [InlineData("EnvelopeSender", "not an address", "EnvelopeSender")]
    [InlineData("EnvelopeSender", "", "Verp")]
    [InlineData("EnvelopeSender", "grüße@acme.test", "EnvelopeSender")]
    [InlineData("EnvelopeSender", "an-address-that-is-long@acme.test", "EnvelopeSender")]
    public void Validate_VerpWithAnAddressThatCannotBe_NamesTheSetting(string name, string value, string expected)
    {
        var options = new Mail.Providers.Smtp.SmtpOptions { Verp = true };
        typeof(Mail.Providers.Smtp.SmtpOptions).GetProperty(name)!.SetValue(options, value);

        var problem = Assert.Single(options.Validate(new(options))).ErrorMessage;

        Assert.StartsWith($"Providers:smtp:{expected} ", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "Refused:Sender")]
    [InlineData(true, "Accepted")]
    public async Task Send_FromBeyondAsciiBehindAPlainEnvelopeSender_NeedsSmtpUtf8(bool offered, string expected)
    {
        await using var rig = StartRig(new SmtpScript { SmtpUtf8 = offered }, options => options.EnvelopeSender = "bounces@acme.test");

        // The header would carry raw octets that the server has not agreed to.
        Assert.Equal([expected], await rig.SendAsync(TestMail.To("a@x.test") with { From = new Mailbox("", "grüße@acme.test") }));
        Assert.Equal(offered, rig.Server.Deliveries.Any(static delivery => delivery.MailParameters.Contains("SMTPUTF8", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false, "Refused:Sender")]
    [InlineData(true, "Accepted")]
    public async Task Send_ReplyToBeyondAscii_NeedsSmtpUtf8(bool offered, string expected)
    {
        await using var rig = StartRig(new SmtpScript { SmtpUtf8 = offered });

        Assert.Equal([expected], await rig.SendAsync(TestMail.To("a@x.test") with { ReplyTo = new Mailbox("", "grüße@acme.test") }));
        Assert.Equal(offered, rig.Server.Deliveries.Any(static delivery => delivery.MailParameters.Contains("SMTPUTF8", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Send_SmtpUtf8WithoutEightBitMime_CountsAsNotOffered()
    {
        // RFC 6531, section 3.1: a server that offers the one must offer the other.
        await using var rig = StartRig(new SmtpScript { SmtpUtf8 = true, EightBitMime = false });

        Assert.Equal(["Rejected:NeedsSmtpUtf8", "Accepted"], await rig.SendAsync(TestMail.To("用户@xn--fsq.test"), TestMail.To("b@x.test")));
    }
}
