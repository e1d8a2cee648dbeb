using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Processes;
using EmailCampaign.Testing.Smtp;
using MimeKit;

namespace EmailCampaign.SystemTests.Delivery;

/// <summary>One mail through the real account, by the console as a process: no silo, no data directory.</summary>
[Collection(TestGroups.Embedded)]
public sealed class TestSendTests
{
    [Fact]
    public async Task TestSend_Smtp_IsTheCampaignsMailAndNothingIsKept()
    {
        await using var server = ScriptedSmtpServer.Start(keepContent: true);
        await using var workspace = new Workspace().SendTo(server);

        var run = await TestSendAsync(workspace, "--header", "List-Unsubscribe: <https://acme.example/u?e={{ email }}>", "--row", "2");

        run.AssertExit(0);
        var delivery = Assert.Single(server.Deliveries);
        Assert.Equal(("news@acme.example", "me@acme.example"), (delivery.Sender, delivery.Recipient));
        Assert.StartsWith("test-send.0.0.0.", delivery.MessageId, StringComparison.Ordinal);
        var mail = MimeMessage.Load(new MemoryStream(delivery.Content.ToArray()), TestContext.Current.CancellationToken);
        Assert.Equal(("Hello First1", "<https://acme.example/u?e=bob@example.test>"), (mail.Subject, mail.Headers["List-Unsubscribe"]));
        Assert.False(System.IO.Directory.Exists(workspace.DataDirectory));
    }

    [Fact]
    public async Task TestSend_WhatTheServerSays_IsTheExitCodeAndThereIsOneAttempt()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var workspace = new Workspace().SendTo(server);
        (SmtpScript Script, int ExitCode, string Words)[] cases =
        [
            (SmtpScript.AcceptAll.On(SmtpStep.Rcpt, "550 5.1.1 no such user"), 1, "rejected the mail to me@acme.example for good: UnknownMailbox: "),
            (SmtpScript.AcceptAll.On(SmtpStep.Rcpt, "451 4.7.1 greylisted"), 1, "does not take the mail to me@acme.example now: "),
            (SmtpScript.AcceptAll.On(SmtpStep.Dot, new SmtpAction.Drop(TakesMail: true)), 1, "It is not known whether the mail to me@acme.example was sent"),
            (SmtpScript.AcceptAll.On(SmtpStep.Mail, "421 4.7.0 too many"), 3, "asks to slow down; nothing was sent: "),
            (SmtpScript.AcceptAll.On(SmtpStep.Mail, "530 5.7.0 authentication required"), 4, "refuses; nothing was sent: Authentication: "),
        ];
        foreach (var (script, exitCode, words) in cases)
        {
            server.Script = script;
            var before = server.Steps(SmtpStep.Mail);

            var run = await TestSendAsync(workspace);

            run.AssertExit(exitCode);
            Assert.Contains(words, run.Output, StringComparison.Ordinal);
            Assert.Equal(before + 1, server.Steps(SmtpStep.Mail));
        }
    }

    [Fact]
    public async Task TestSend_NobodyThere_IsThree()
    {
        await using var workspace = new Workspace().SendTo(LoopbackPort.Free(1)[0]);

        var run = await TestSendAsync(workspace);

        run.AssertExit(3);
        Assert.Contains("cannot be reached; nothing was sent: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestSend_Outbox_WritesAMailAndSaysThatNothingLeft()
    {
        await using var workspace = new Workspace();

        var run = await TestSendAsync(workspace, "--provider", "outbox");

        run.AssertExit(0);
        Assert.StartsWith("NOTHING LEFT THE MACHINE: 'outbox' wrote the mail to me@acme.example into test-send/", run.Output, StringComparison.Ordinal);
        var mail = Assert.Single(workspace.Mails());
        Assert.Equal("me@acme.example", mail.To.Mailboxes.Single().Address);
    }

    private static Task<ConsoleRun> TestSendAsync(Workspace workspace, params IEnumerable<string> options) => workspace.RunAsync(
        ["test-send", workspace.Contacts(["ada@example.test", "bob@example.test"]), "--template", workspace.TemplateFolder, "--from", Workspace.From, "--to", "me@acme.example", .. options]);
}
