using System.Text.Json;
using EmailCampaign.Accounts;
using EmailCampaign.Client.Tests.Fixtures;

namespace EmailCampaign.Client.Tests.Commands;

public sealed class TestSendCommandTests : IDisposable
{
    private readonly ConsoleFixture _console = new();

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task TestSend_FirstRow_IsTheCampaignsMailToAnotherAddress()
    {
        Assert.Equal(ExitCode.Done, await SendAsync(
            "--provider", "smtp", "--reply-to", "Answers <answers@acme.example>", "--header", "List-Unsubscribe: <https://acme.example/u?e={{ email }}>", "--set", "plan=Pro"));

        var (provider, mail) = Assert.Single(_console.Connector.Accounts.Mails);
        Assert.Equal(("smtp", "me@acme.example", "Hello Ada", 2), (provider, mail.To, mail.Subject, mail.Line));
        Assert.Equal((new Sender("Acme", "news@acme.example"), "answers@acme.example"), (mail.From, mail.ReplyTo));
        Assert.Equal([new("List-Unsubscribe", "<https://acme.example/u?e=ada@example.com>")], mail.Headers);
        Assert.StartsWith("Dear Ada", mail.Text, StringComparison.Ordinal);
        Assert.Equal("'smtp' accepted the mail to me@acme.example as queued as 7. Whether it arrives, only the inbox says.\n", _console.Output);
        Assert.Empty(_console.Connector.Asked);
        Assert.Empty(_console.Campaigns.Calls);
    }

    [Fact]
    public async Task TestSend_ACluster_GoesThroughASiloWithoutTouchingACampaign()
    {
        _console.Connector.KnowsAccounts = false;
        _console.Campaigns.SiloAccounts.Facts = new ProviderFacts { Name = "smtp", Warnings = ["The key has 1024 bits."] };

        Assert.Equal(ExitCode.Done, await SendAsync("--row", "2"));

        var (provider, mail) = Assert.Single(_console.Campaigns.SiloAccounts.Mails);
        Assert.Equal(("", "Hello Bob"), (provider, mail.Subject));
        Assert.Equal("The key has 1024 bits.\n", _console.Error);
        Assert.Empty(_console.Connector.Accounts.Mails);
        Assert.Equal([false], _console.Connector.Asked);
        Assert.Empty(_console.Campaigns.Calls);
        Assert.True(_console.Campaigns.Disposed);
    }

    [Fact]
    public async Task TestSend_Attachments_GoWithTheMail()
    {
        var template = _console.Folder.Template();
        System.IO.Directory.CreateDirectory(Path.Combine(template, "attachments"));
        await File.WriteAllBytesAsync(Path.Combine(template, "attachments", "plan.pdf"), [1, 2, 3], TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Done, await _console.RunAsync(
            "test-send", _console.Folder.Contacts(), "--template", template, "--from", "news@acme.example", "--to", "me@acme.example"));

        var file = Assert.Single(Assert.Single(_console.Connector.Accounts.Mails).Mail.Attachments);
        Assert.Equal(("plan.pdf", "application/pdf"), (file.FileName, file.ContentType));
        Assert.Equal([1, 2, 3], file.Content);
    }

    [Fact]
    public async Task TestSend_Twice_IsTwoMails()
    {
        await SendAsync();
        await SendAsync();

        Assert.Equal(2, _console.Connector.Accounts.Mails.Select(static sent => sent.Mail.Token).Distinct().Count());
    }

    [Fact]
    public async Task TestSend_Outbox_SaysThatNothingLeft()
    {
        _console.Connector.Accounts.Result = new TestSendResult { Outcome = TestSendOutcome.Accepted, Account = "outbox", Text = "0000002-me.eml", LeavesTheMachine = false };

        Assert.Equal(ExitCode.Done, await SendAsync());

        Assert.Equal("NOTHING LEFT THE MACHINE: 'outbox' wrote the mail to me@acme.example into test-send/0000002-me.eml in /data/outbox.\n", _console.Output);
    }

    [Theory]
    [InlineData(TestSendOutcome.Rejected, "UnknownMailbox: 550 no such user", ExitCode.Flawed, "'smtp' rejected the mail to me@acme.example for good: UnknownMailbox: 550 no such user.")]
    [InlineData(TestSendOutcome.Deferred, "450 greylisted.", ExitCode.Flawed, "'smtp' does not take the mail to me@acme.example now: 450 greylisted (again in 30 s).")]
    [InlineData(TestSendOutcome.Unknown, "the time limit was reached.", ExitCode.Flawed, "It is not known whether the mail to me@acme.example was sent through 'smtp': the time limit was reached (again in 30 s).")]
    [InlineData(TestSendOutcome.Throttled, "421 too many", ExitCode.Unreachable, "'smtp' asks to slow down; nothing was sent: 421 too many (again in 30 s).")]
    [InlineData(TestSendOutcome.Limited, "has used up its limit of 40 mails a day", ExitCode.Unreachable, "'smtp' has used up its limit of 40 mails a day (again in 30 s); nothing was sent.")]
    [InlineData(TestSendOutcome.Unreachable, "relay:25: refused", ExitCode.Unreachable, "'smtp' cannot be reached; nothing was sent: relay:25: refused (again in 30 s).")]
    [InlineData(TestSendOutcome.NotAttempted, "", ExitCode.Unreachable, "'smtp' was not tried, for what holds it is ending; nothing was sent. Give the command again.")]
    [InlineData(TestSendOutcome.Refused, "Authentication: 535 no", ExitCode.ProviderRefuses, "'smtp' refuses; nothing was sent: Authentication: 535 no (again in 30 s).")]
    public async Task TestSend_OtherOutcomes_AreASentenceAndAnExitCode(TestSendOutcome outcome, string text, int exitCode, string sentence)
    {
        _console.Connector.Accounts.Result = new TestSendResult
        {
            Outcome = outcome,
            Account = "smtp",
            Text = text,
            RetryAfter = outcome == TestSendOutcome.Rejected ? null : TimeSpan.FromSeconds(30),
        };

        Assert.Equal(exitCode, await SendAsync("--provider", "smtp"));

        Assert.Equal(sentence + "\n", _console.Output);
    }

    [Fact]
    public async Task TestSend_NoSuchAccount_IsAMistakeOfTheCommandLine()
    {
        _console.Connector.Accounts.Result = new TestSendResult { Outcome = TestSendOutcome.NoAccount, Text = "There is no mail provider called 'pigeon'." };

        Assert.Equal(ExitCode.Usage, await SendAsync("--provider", "pigeon"));

        Assert.Equal("There is no mail provider called 'pigeon'.\n", _console.Error);
        Assert.Empty(_console.Output);
    }

    [Fact]
    public async Task TestSend_Json_IsOneObject()
    {
        _console.Connector.Accounts.Result = new TestSendResult { Outcome = TestSendOutcome.Deferred, Account = "smtp", Text = "450 greylisted", RetryAfter = TimeSpan.FromSeconds(300) };

        Assert.Equal(ExitCode.Flawed, await SendAsync("--json"));

        var json = JsonDocument.Parse(Assert.Single(_console.OutputLines)).RootElement;
        var token = Assert.Single(_console.Connector.Accounts.Mails).Mail.Token;
        Assert.Equal(
            $$"""{"email":"me@acme.example","row":2,"subject":"Hello Ada","messageId":"{{token}}@acme.example","account":"smtp","outcome":"deferred","said":"450 greylisted","leavesTheMachine":true,"retryAfterSeconds":300}""",
            json.GetRawText());
    }

    [Fact]
    public async Task TestSend_RowThatDoesNotRender_IsNotSent()
    {
        var file = _console.Folder.Contacts("email,first_name\nada@example.com,\"Ada\nBob\"\n");

        Assert.Equal(ExitCode.Flawed, await _console.RunAsync(
            "test-send", file, "--template", _console.Folder.Template(), "--from", "news@acme.example", "--to", "me@acme.example",
            "--header", "X-A: {% for i in (1..99999) %}{{ i }}{% endfor %}"));

        Assert.Contains("Line 2 does not render", _console.Error, StringComparison.Ordinal);
        Assert.Empty(_console.Connector.Accounts.Mails);
    }

    [Fact]
    public async Task TestSend_AllWrong_SaysAllOfItAndSendsNothing()
    {
        Assert.Equal(ExitCode.Usage, await _console.RunAsync(
            "test-send", _console.Folder.Contacts("name\nAda\n"), "--template", _console.Folder.Template(), "--from", "Acme", "--to", "me", "--reply-to", "you", "--row", "0",
            "--set", "x", "--header", "Bcc: all@acme.example"));

        Assert.Equal(7, _console.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        foreach (var part in (string[])["--from", "--to", "--reply-to", "--row", "--set 'x'", "--header Bcc", "its columns are: name"])
        {
            Assert.Contains(part, _console.Error, StringComparison.Ordinal);
        }

        Assert.Empty(_console.Connector.Accounts.Mails);
    }

    private Task<int> SendAsync(params string[] options) => _console.RunAsync(
        ["test-send", _console.Folder.Contacts(), "--template", _console.Folder.Template(), "--from", "Acme <news@acme.example>", "--to", "me@acme.example", .. options]);
}
