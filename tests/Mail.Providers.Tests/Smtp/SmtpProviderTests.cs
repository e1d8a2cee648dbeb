using System.Text;
using EmailCampaign.Mail.Providers.Smtp;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Smtp;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace EmailCampaign.Mail.Providers.Tests.Smtp;

public abstract class SmtpProviderTests : SmtpTransportTests
{
    [Fact]
    public async Task Send_Slice_GoesOverOneSessionInOrder()
    {
        await using var rig = StartRig();
        var slice = TestMail.Slice(25);

        var outcomes = await rig.OutcomesAsync(slice);

        Assert.Equal(
            rig.Server.Deliveries.Select(delivery => (delivery.Recipient, delivery.MessageId)),
            slice.Select(message => (message.To, message.MessageId)));
        Assert.Equal("0001000001", Assert.IsType<SendOutcome.Accepted>(outcomes[0]).ProviderMessageId);
        Assert.All(rig.Server.Deliveries, delivery => Assert.Equal("news@acme.test", delivery.Sender));
        Assert.Equal(1, rig.Server.SessionCount);
        Assert.Equal(0, rig.Server.Steps(SmtpStep.Rset));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Send_ManySlices_ReuseTheSession(bool pipelining)
    {
        await using var rig = StartRig(new SmtpScript { Pipelining = pipelining, EightBitMime = false, Size = null });

        for (var i = 0; i < 10; i++)
        {
            Assert.All(await rig.SendAsync(TestMail.Slice(5)), outcome => Assert.Equal("Accepted", outcome));
        }

        Assert.Equal(50, rig.Server.AcceptedCount);
        Assert.Equal(1, rig.Server.SessionCount);
    }

    [Fact]
    public async Task Send_ManyCallersAtOnce_EachHaveTheirOwnSession()
    {
        await using var rig = StartRig();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => rig.SendAsync(TestMail.Slice(20))));

        Assert.All(outcomes.SelectMany(slice => slice), outcome => Assert.Equal("Accepted", outcome));
        Assert.Equal(160, rig.Server.AcceptedCount);
        Assert.All(rig.Server.AcceptedByRecipient(), recipient => Assert.Equal(8, recipient.Value));
        Assert.InRange(rig.Server.SessionCount, 1, 8);
    }

    [Fact]
    public async Task Send_MaxSessions_IsNeverExceeded()
    {
        await using var rig = StartRig(configure: options => options.MaxSessions = 2);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => rig.SendAsync(TestMail.Slice(10))));

        Assert.Equal(80, rig.Server.AcceptedCount);
        Assert.InRange(rig.Server.SessionCount, 1, 2);
    }

    [Fact]
    public async Task Send_NoFreeSessionAndTheWindowCloses_IsNotAttempted()
    {
        var release = new TaskCompletionSource();
        using var draining = new CancellationTokenSource();
        await using var rig = StartRig(
            SmtpScript.AcceptAll.On(SmtpStep.Mail, new SmtpAction.Hold(release.Task), times: 1), options => options.MaxSessions = 1);
        var busy = rig.SendAsync(TestMail.To("a@x.test"));
        await rig.Server.WhenAsync(SmtpStep.Mail);

        var waiting = rig.Provider.SendAsync([TestMail.To("b@x.test")], TestMail.WindowUntil(draining.Token), TestContext.Current.CancellationToken);
        await draining.CancelAsync();

        Assert.Equal(["NotAttempted"], OutcomeText.Of(await waiting));
        release.SetResult();
        Assert.Equal(["Accepted"], await busy);
    }

    [Fact]
    public async Task Send_Message_ArrivesAsComposed()
    {
        await using var rig = StartRig(keepContent: true);
        var message = TestMail.To("jane@x.test", text: ".\n..leading dots\nend\n.") with { Html = "<p>Grüße</p>" };

        await rig.SendAsync(message);

        var content = rig.Server.Deliveries.Single().Content.ToArray();
        using var mime = await MimeMessage.LoadAsync(new MemoryStream(content), TestContext.Current.CancellationToken);
        Assert.Equal(".\n..leading dots\nend\n.", mime.TextBody!.ReplaceLineEndings("\n"));
        Assert.Equal("<p>Grüße</p>", mime.HtmlBody);
        Assert.DoesNotContain("Bcc", Encoding.UTF8.GetString(content), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ServersThatAnnounceOtherThings_GetTheSameBytes()
    {
        await using var plain = StartRig(new SmtpScript { EightBitMime = false }, keepContent: true);
        await using var eightBit = StartRig(new SmtpScript { EightBitMime = true, SmtpUtf8 = true }, keepContent: true);
        var message = TestMail.To("jane@x.test", text: "Grüße " + new string('x', 2000));

        await plain.SendAsync(message);
        await eightBit.SendAsync(message);

        Assert.Equal(plain.Server.Deliveries.Single().Content.ToArray(), eightBit.Server.Deliveries.Single().Content.ToArray());
    }

    [Fact]
    public async Task Send_RejectedRecipientsInTheMiddle_CostTheOthersNothing()
    {
        await using var rig = StartRig(SmtpScript.AcceptAll
            .On(SmtpStep.Rcpt, "550 5.1.1 no such user", recipient: "user2@example.test")
            .On(SmtpStep.Rcpt, "451 4.7.1 greylisted", recipient: "user3@example.test")
            .On(SmtpStep.Data, "450 4.2.0 later", recipient: "user4@example.test")
            .On(SmtpStep.Dot, "554 5.7.1 spam", recipient: "user5@example.test"));

        var outcomes = await rig.SendAsync(TestMail.Slice(6));

        Assert.Equal(["Accepted", "Rejected:UnknownMailbox", "Deferred:Reply", "Deferred:Reply", "Rejected:Policy", "Accepted"], outcomes);
        Assert.Equal(2, rig.Server.AcceptedCount);
        Assert.Equal(1, rig.Server.SessionCount);
    }

    [Fact]
    public async Task Send_ReplyOfTheServer_IsInTheOutcome()
    {
        await using var rig = StartRig(SmtpScript.AcceptAll.On(SmtpStep.Rcpt, "550-5.1.1 no such user\r\n550 5.1.1 try another"));

        var rejected = Assert.IsType<SendOutcome.Rejected>((await rig.OutcomesAsync(TestMail.To("a@x.test")))[0]);

        Assert.StartsWith("550 5.1.1 no such user", rejected.Reply, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', rejected.Reply);
    }

    [Theory]
    [InlineData("421 4.7.0 slow down", "Throttled")]
    [InlineData("554 5.7.1 sender blocked", "Refused:Sender")]
    [InlineData("454 Throttling failure: Daily message quota exceeded.", "Refused:Quota")]
    public async Task Send_LaneOrAccountIsRefusedMidSlice_RestIsNotAttempted(string reply, string expected)
    {
        await using var rig = StartRig(SmtpScript.AcceptAll.On(SmtpStep.Mail, reply, message: 2, times: 1));

        var outcomes = await rig.SendAsync(TestMail.Slice(4));

        if (Transport == SmtpTransport.Pipelined && expected == "Throttled")
        {
            // The second mail was announced behind the first: a 421 there may only be about the session, and a fresh one takes it.
            Assert.All(outcomes, static outcome => Assert.Equal("Accepted", outcome));
            Assert.Equal((4, 2), (rig.Server.AcceptedCount, rig.Server.SessionCount));
            return;
        }

        Assert.Equal(["Accepted", expected, "NotAttempted", "NotAttempted"], outcomes);
        Assert.Equal(1, rig.Server.AcceptedCount);
        Assert.Equal(["Accepted"], await rig.SendAsync(TestMail.To("later@x.test")));
    }

    [Fact]
    public async Task Send_WindowClosesMidSlice_FinishesTheMailOnTheWireAndStartsNoOther()
    {
        var release = new TaskCompletionSource();
        using var draining = new CancellationTokenSource();
        await using var rig = StartRig(SmtpScript.AcceptAll.On(SmtpStep.Dot, new SmtpAction.Hold(release.Task), message: 2));

        var sending = rig.Provider.SendAsync(TestMail.Slice(5), TestMail.WindowUntil(draining.Token), TestContext.Current.CancellationToken);
        await rig.Server.WhenAsync(SmtpStep.Dot, 2);
        await draining.CancelAsync();
        release.SetResult();

        // The third may have been announced with the second, while the window was open; its content stays here.
        Assert.Equal(["Accepted", "Accepted", "NotAttempted", "NotAttempted", "NotAttempted"], OutcomeText.Of(await sending));
        Assert.Equal(2, rig.Server.AcceptedCount);
        Assert.InRange(rig.Server.Steps(SmtpStep.Mail), 2, Transport == SmtpTransport.MailKit ? 2 : 3);
    }

    [Fact]
    public async Task Send_WindowClosesWhileConnecting_SaysNoMailFrom()
    {
        var release = new TaskCompletionSource();
        using var draining = new CancellationTokenSource();
        await using var rig = StartRig(SmtpScript.AcceptAll.On(SmtpStep.Ehlo, new SmtpAction.Hold(release.Task)));

        var sending = rig.Provider.SendAsync(TestMail.Slice(2), TestMail.WindowUntil(draining.Token), TestContext.Current.CancellationToken);
        await rig.Server.WhenAsync(SmtpStep.Ehlo);
        await draining.CancelAsync();
        release.SetResult();

        Assert.Equal(["NotAttempted", "NotAttempted"], OutcomeText.Of(await sending));
        Assert.Equal(0, rig.Server.Steps(SmtpStep.Mail));
    }

    [Fact]
    public async Task Send_DeadlineOfTheWindow_IsOnTheMonotonicClock()
    {
        await using var rig = StartRig();
        var clock = new FakeTimeProvider();
        var window = new SendWindow(clock, clock.GetTimestamp(), CancellationToken.None);

        Assert.Equal(["NotAttempted"], OutcomeText.Of(await rig.Provider.SendAsync(TestMail.Slice(1), window, TestContext.Current.CancellationToken)));
        Assert.Equal(0, rig.Server.SessionCount);
    }

    [Fact]
    public async Task Send_MessageThatCannotBeComposed_CostsTheOthersNothing()
    {
        await using var rig = StartRig();

        var outcomes = await rig.SendAsync(TestMail.To("a@x.test"), TestMail.To("not an address\r\n"), TestMail.To("b@x.test"));

        Assert.Equal(["Accepted", "Rejected:NotRendered", "Accepted"], outcomes);
        Assert.Equal(2, rig.Server.AcceptedCount);
    }

    [Theory]
    [InlineData(false, "Rejected:NeedsSmtpUtf8", 1)]
    [InlineData(true, "Accepted", 2)]
    public async Task Send_LocalPartBeyondAscii_NeedsSmtpUtf8(bool offered, string expected, int accepted)
    {
        await using var rig = StartRig(new SmtpScript { SmtpUtf8 = offered });

        var outcomes = await rig.SendAsync(TestMail.To("用户@xn--fsq.test"), TestMail.To("b@x.test"));

        Assert.Equal([expected, "Accepted"], outcomes);
        Assert.Equal(accepted, rig.Server.AcceptedCount);
        Assert.Equal(offered, rig.Server.Deliveries.Any(delivery => delivery.Recipient.StartsWith("用户@", StringComparison.Ordinal)));
        Assert.Equal(offered, rig.Server.Deliveries.Any(delivery => delivery.MailParameters.Contains("SMTPUTF8", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Send_DomainBeyondAscii_StaysPunycodeWhateverTheServerOffers()
    {
        await using var rig = StartRig(new SmtpScript { SmtpUtf8 = true });

        await rig.SendAsync(TestMail.To("a@xn--bcher-kva.example") with { From = new Mailbox("Grüße", "news@xn--fsq.test") });

        // Declaring SMTPUTF8 without need would make the next hop bounce what it could have taken (RFC 6531, section 3.4).
        var delivery = rig.Server.Deliveries.Single();
        Assert.Equal("a@xn--bcher-kva.example", delivery.Recipient);
        Assert.Equal("news@xn--fsq.test", delivery.Sender);
        Assert.DoesNotContain("SMTPUTF8", delivery.MailParameters, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_DomainThenLocalPartBeyondAscii_SendsBoth()
    {
        await using var rig = StartRig(new SmtpScript { SmtpUtf8 = true });

        var outcomes = await rig.SendAsync(TestMail.To("a@xn--bcher-kva.example"), TestMail.To("用户@xn--fsq.test"), TestMail.To("b@x.test"));

        Assert.Equal(["Accepted", "Accepted", "Accepted"], outcomes);
        Assert.Equal(Transport == SmtpTransport.MailKit ? 2 : 1, rig.Server.SessionCount); // MailKit cannot take SMTPUTF8 up again
    }

    [Fact]
    public async Task Send_SenderBeyondAsciiWithoutSmtpUtf8_RefusesTheCampaign()
    {
        await using var rig = StartRig();

        var outcomes = await rig.SendAsync(TestMail.To("a@x.test") with { From = new Mailbox("", "grüße@acme.test") }, TestMail.To("b@x.test"));

        Assert.Equal(["Refused:Sender", "NotAttempted"], outcomes);
        Assert.Equal(0, rig.Server.Steps(SmtpStep.Mail));
    }

    [Fact]
    public async Task Send_LargerThanAnnounced_RejectsThatMessageBeforeMailFrom()
    {
        await using var rig = StartRig(new SmtpScript { Size = 10_000 });

        var outcomes = await rig.SendAsync(TestMail.To("a@x.test"), TestMail.To("b@x.test", text: new string('x', 20_000)), TestMail.To("c@x.test"));

        Assert.Equal(["Accepted", "Rejected:MessageTooLarge", "Accepted"], outcomes);
        Assert.Equal(2, rig.Server.Steps(SmtpStep.Mail));
    }

    [Fact]
    public async Task Dispose_OpenSessions_SaysQuit()
    {
        await using var rig = StartRig();
        await rig.SendAsync(TestMail.Slice(2));

        await rig.Provider.DisposeAsync();

        Assert.Equal(1, rig.Server.Steps(SmtpStep.Quit));
    }

    [Fact]
    public async Task Dispose_WhileASessionIsRented_ClosesItWhenItComesBack()
    {
        var release = new TaskCompletionSource();
        await using var rig = StartRig(SmtpScript.AcceptAll.On(SmtpStep.Dot, new SmtpAction.Hold(release.Task)));
        var sending = rig.SendAsync(TestMail.To("a@x.test"));
        await rig.Server.WhenAsync(SmtpStep.Dot);

        await rig.Provider.DisposeAsync();
        release.SetResult();

        Assert.Equal(["Accepted"], await sending);
        Assert.Equal(1, rig.Server.Steps(SmtpStep.Quit));
    }
}
