using EmailCampaign.Mail.Providers.Smtp;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Smtp.Pipelined;

/// <summary>What is particular to sessions that announce the next mail with the content of the one before.</summary>
public sealed class PipeliningTests
{
    [Fact]
    public async Task Send_AnySlice_TakesTheBytesAndOutcomesOfMailKit()
    {
        await using var ours = SmtpRig.Start(keepContent: true);
        await using var mailKit = SmtpRig.Start(configure: static options => options.Transport = SmtpTransport.MailKit, keepContent: true);
        OutgoingMessage[] slice =
        [
            .. TestMail.Slice(3),
            TestMail.To("dots@x.test", text: ".\n..two\n\n.") with { Html = "<p>Grüße</p>" },
            TestMail.To("\"quoted name\"@x.test"),
            TestMail.To("idn@xn--bcher-kva.example") with { From = new Mailbox("Grüße", "news@acme.test") },
            TestMail.To("large@x.test", text: string.Concat(Enumerable.Repeat("a line of a long mail\n.dot\n", 20_000))),
            TestMail.To("file@x.test") with { Attachments = [new MailAttachment("a.bin", "application/octet-stream", new byte[200_000])] },
            TestMail.To("last@x.test"),
        ];

        var (left, right) = (await ours.SendAsync(slice), await mailKit.SendAsync(slice));

        Assert.Equal(right, left);
        Assert.Equal(
            mailKit.Server.Deliveries.Select(static mail => (mail.Sender, mail.Recipient, mail.MailParameters, Convert.ToHexString(mail.Content.Span))),
            ours.Server.Deliveries.Select(static mail => (mail.Sender, mail.Recipient, mail.MailParameters, Convert.ToHexString(mail.Content.Span))));
        Assert.Equal(1, ours.Server.SessionCount);
    }

    [Fact]
    public async Task SendAskAndDispose_OverLoops_EndInTheThreadPool()
    {
        // Whoever called may block, and would hold up all sessions of a loop. In a task of its own nothing but the provider decides where it goes on.
        var threads = await Task.Run(static async () =>
        {
            var isPools = new List<bool>();
            await using var rig = SmtpRig.Start();
            for (var round = 0; round < 20; round++)
            {
                await rig.SendAsync(TestMail.Slice(2));
                isPools.Add(Thread.CurrentThread.IsThreadPoolThread);
                await rig.Provider.AskAsync(TestContext.Current.CancellationToken);
                isPools.Add(Thread.CurrentThread.IsThreadPoolThread);
            }

            await rig.Provider.DisposeAsync();
            isPools.Add(Thread.CurrentThread.IsThreadPoolThread);
            return isPools;
        });

        Assert.All(threads, Assert.True);
    }

    [Fact]
    public async Task Send_SessionEndsBehindEachMail_LosesNobodyAndNoAttempt()
    {
        await using var rig = SmtpRig.Start(SmtpScript.AcceptAll.On(SmtpStep.Dot, new SmtpAction.ReplyAndClose("250 2.0.0 Ok, and goodbye")));

        Assert.All(await rig.SendAsync(TestMail.Slice(10)), static outcome => Assert.Equal("Accepted", outcome));
        Assert.Equal(10, rig.Server.AcceptedCount);
        Assert.All(rig.Server.AcceptedByRecipient(), static recipient => Assert.Equal(1, recipient.Value));
    }

    [Fact]
    public async Task Send_ServerDiesWithAReplyUnsent_OnlyThatMailIsInDoubt()
    {
        // It had taken the first mail, and had not sent its answer when it met the second.
        await using var rig = SmtpRig.Start(SmtpScript.AcceptAll.On(SmtpStep.Mail, new SmtpAction.Drop(Reset: true, LosesReplies: true), message: 2, session: 1));

        Assert.Equal(["Unknown", "Accepted", "Accepted", "Accepted", "Accepted"], await rig.SendAsync(TestMail.Slice(5)));
        Assert.Equal((5, 2), (rig.Server.AcceptedCount, rig.Server.SessionCount));
    }

    [Fact]
    public async Task Send_ServerTakesDataAfterARefusedRecipient_GetsAnEmptyMailForNobodyAndGoesOn()
    {
        // Some servers answer 354 to DATA though no recipient was taken (RFC 2920, section 3.1); the scripted one does not, so it is told to.
        await using var rig = SmtpRig.Start((SmtpScript.AcceptAll with { TakesDataWithoutRecipient = true })
            .On(SmtpStep.Rcpt, "550 5.1.1 no such user", recipient: "user2@example.test"));

        Assert.Equal(["Accepted", "Rejected:UnknownMailbox", "Accepted"], await rig.SendAsync(TestMail.Slice(3)));
        Assert.Equal(1, rig.Server.SessionCount);
        Assert.DoesNotContain(rig.Server.Deliveries, static delivery => delivery.Recipient == "user2@example.test" && delivery.MessageId.Length > 0);
    }

    [Fact]
    public async Task Send_WindowClosesBehindAnAnnouncedMail_ClosesTheConnectionAndTheNextSliceHasAnother()
    {
        using var draining = new CancellationTokenSource();
        await using var rig = SmtpRig.Start(SmtpScript.AcceptAll with
        {
            Otherwise = exchange =>
            {
                if (exchange.Step == SmtpStep.Dot)
                {
                    draining.Cancel();
                }

                return null;
            },
        });

        Assert.Equal(["Accepted", "NotAttempted"], OutcomeText.Of(
            await rig.Provider.SendAsync(TestMail.Slice(2), TestMail.WindowUntil(draining.Token), TestContext.Current.CancellationToken)));
        Assert.Equal(["Accepted"], await rig.SendAsync(TestMail.To("later@x.test")));
        Assert.Equal((2, 2), (rig.Server.AcceptedCount, rig.Server.SessionCount));
    }

    [Fact]
    public async Task Send_ServerAsksToSlowDownOnAFreshSessionToo_Throttles()
    {
        ScriptedSmtpServer? server = null;
        await using var rig = SmtpRig.Start(SmtpScript.AcceptAll with
        {
            Otherwise = exchange => exchange.Step == SmtpStep.Mail && server!.AcceptedCount > 0 ? new SmtpAction.Reply("421 4.7.0 slow down") : null,
        });
        server = rig.Server;

        Assert.Equal(["Accepted", "Throttled", "NotAttempted"], await rig.SendAsync(TestMail.Slice(3)));
        Assert.Equal((1, 2), (rig.Server.AcceptedCount, rig.Server.SessionCount));
    }

    [Fact]
    public async Task Send_ServerTakesSoManyMailsASession_SendsAllOverSeveral()
    {
        // Exim's smtp_accept_max_per_connection: the mail after the last is answered with 421.
        await using var rig = SmtpRig.Start(SmtpScript.AcceptAll.On(SmtpStep.Mail, "421 too many messages in this connection", message: 3));

        Assert.All(await rig.SendAsync(TestMail.Slice(7)), static outcome => Assert.Equal("Accepted", outcome));
        Assert.Equal((7, 4), (rig.Server.AcceptedCount, rig.Server.SessionCount));
    }

    [Fact]
    public async Task Send_SessionsThatCarryTwoMails_AnnounceNoThird()
    {
        await using var rig = SmtpRig.Start(configure: static options => options.MessagesPerSession = 2);

        Assert.All(await rig.SendAsync(TestMail.Slice(6)), static outcome => Assert.Equal("Accepted", outcome));
        Assert.Equal((3, 6, 3), (rig.Server.SessionCount, rig.Server.Steps(SmtpStep.Mail), rig.Server.Steps(SmtpStep.Quit)));
    }

    [Fact]
    public async Task Send_ServerSaysMoreThanItsAnswerToStartTls_IsUnreachable()
    {
        await using var rig = SmtpRig.Start(
            (SmtpScript.AcceptAll with { StartTls = true }).On(SmtpStep.StartTls, new SmtpAction.Reply("220 2.0.0 Go ahead\r\n250 injected")), trustServer: true);

        Assert.Equal(["Unreachable"], await rig.SendAsync(TestMail.To("a@x.test")));
    }

    [Theory]
    [InlineData("CRAM-MD5 PLAIN", 1)]
    [InlineData("PLAIN", 0)]
    public async Task Send_MechanismThatDoesNotShowThePassword_IsLeftToMailKit(string mechanisms, int mailKits)
    {
        // The scripted server knows no CRAM-MD5; what matters is who asks for it.
        var asked = 0;
        await using var rig = SmtpRig.Start(
            new SmtpScript
            {
                Auth = mechanisms,
                Account = ("jane", "secret"),
                Otherwise = exchange =>
                {
                    asked += exchange.Step == SmtpStep.Auth ? 1 : 0;
                    return null;
                },
            },
            static options => (options.Username, options.Password, options.Security) = ("jane", "secret", SmtpSecurity.None));

        var outcome = await rig.SendAsync(TestMail.To("a@x.test"));

        Assert.Equal(["Accepted"], outcome);
        Assert.Equal(1 + mailKits, rig.Server.SessionCount);
        Assert.True(asked > 0);
    }

    [Fact]
    public async Task Send_NextServerNeedsMailKit_ComposesForItWhatWasComposedAhead()
    {
        var script = new SmtpScript { Auth = "PLAIN", Account = ("jane", "secret") };
        await using var farm = SmtpFarm.Start(
            [1, 1],
            static options => (options.Username, options.Password, options.Security) = ("jane", "secret", SmtpSecurity.None),
            [script.On(SmtpStep.Rcpt, "451 4.7.28 Flood of mails", message: 2, times: 1), script with { Auth = "CRAM-MD5 PLAIN" }]);

        Assert.Equal(["Accepted", "NotAttempted", "Accepted", "Accepted"], await farm.SendAsync(TestMail.Slice(4)));
        Assert.Equal([1, 2], farm.Accepted);
    }

    [Fact]
    public async Task Send_AttachmentsOfManyMails_AreNotCopied()
    {
        await using var rig = SmtpRig.Start();
        var file = new MailAttachment("a.bin", "application/octet-stream", new byte[4_000_000]);
        var slice = TestMail.Slice(8).Select(mail => mail with { Attachments = [file] }).ToArray();
        await rig.SendAsync(slice[0]);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.All(await rig.SendAsync(slice), static outcome => Assert.Equal("Accepted", outcome));

        // The server reads 8 × 5.5 MB into its own buffer; ours grow by no such amount for each mail.
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 60_000_000);
    }
}
