using EmailCampaign.Mail.Providers.Outbox;
using EmailCampaign.Mail.Sending;
using MimeKit;

namespace EmailCampaign.Mail.Providers.Tests.Outbox;

public sealed class OutboxProviderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outbox-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Send_Slice_WritesOneReadableFileEach()
    {
        var outcomes = await SendAsync(TestMail.Slice(30));

        Assert.All(outcomes, outcome => Assert.IsType<SendOutcome.Accepted>(outcome));
        Assert.Equal(30, Files().Length);
        foreach (var (message, outcome) in TestMail.Slice(30).Zip(outcomes))
        {
            var path = Path.Combine(_folder.FullName, "spring", ((SendOutcome.Accepted)outcome).ProviderMessageId);
            using var mime = await MimeMessage.LoadAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(message.To, mime.To.Mailboxes.Single().Address);
            Assert.Equal(message.From.Address, mime.From.Mailboxes.Single().Address);
            Assert.Equal(message.Subject, mime.Subject);
            Assert.Equal(message.MessageId, mime.MessageId);
            Assert.Equal(message.Date, mime.Date);
            Assert.Equal(message.Text, mime.TextBody!.ReplaceLineEndings("\n"));
        }
    }

    [Fact]
    public async Task Send_Message_HasCrlfOnlyAndNoSecretRecipients()
    {
        await SendAsync(TestMail.To("jane@x.test", text: "one\ntwo\r\nthree") with { Html = "<p>one</p>\n" });

        var text = await File.ReadAllTextAsync(Files().Single().FullName, TestContext.Current.CancellationToken);
        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Unsent", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Bcc:", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Forget_Campaign_DeletesItsFolderAlone()
    {
        await SendAsync(TestMail.Slice(3));
        await SendAsync(TestMail.To("jane@x.test") with { CampaignId = "autumn" });
        var provider = new OutboxProvider("outbox", _folder.FullName);

        await provider.ForgetAsync("spring", TestContext.Current.CancellationToken);
        await provider.ForgetAsync("spring", TestContext.Current.CancellationToken);

        Assert.Equal(["autumn"], _folder.GetDirectories().Select(static folder => folder.Name));
        Assert.Single(Files());
    }

    [Fact]
    public async Task Send_LocalPartBeyondAscii_IsReadBack()
    {
        await SendAsync(TestMail.To("用户@xn--fsq.test"));

        using var mime = await MimeMessage.LoadAsync(Files().Single().FullName, TestContext.Current.CancellationToken);
        Assert.StartsWith("用户@", mime.To.Mailboxes.Single().Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_SameMessageAgain_ReplacesItsFile()
    {
        await SendAsync(TestMail.To("jane@x.test", 2, "g1@acme.test", "first"));
        await SendAsync(TestMail.To("jane@x.test", 2, "g1@acme.test", "again"));

        using var mime = await MimeMessage.LoadAsync(Files().Single().FullName, TestContext.Current.CancellationToken);
        Assert.StartsWith("again", mime.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_Replay_KeepsBoth()
    {
        await SendAsync(TestMail.To("jane@x.test", 2, "g1@acme.test"));
        await SendAsync(TestMail.To("jane@x.test", 2, "g2@acme.test"));

        Assert.Equal(2, Files().Length);
    }

    [Fact]
    public async Task Send_ClosedWindow_WritesNothing()
    {
        var outcomes = await new OutboxProvider("outbox", _folder.FullName)
            .SendAsync(TestMail.Slice(2), TestMail.WindowUntil(new CancellationToken(canceled: true)), CancellationToken.None);

        Assert.Equal(["NotAttempted", "NotAttempted"], OutcomeText.Of(outcomes));
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Send_CancelledSlice_WritesNothing()
    {
        var outcomes = await new OutboxProvider("outbox", _folder.FullName)
            .SendAsync(TestMail.Slice(2), TestMail.OpenWindow(), new CancellationToken(canceled: true));

        Assert.Equal(["NotAttempted", "NotAttempted"], OutcomeText.Of(outcomes));
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Send_FolderCannotBeMade_RefusesOnceAndAttemptsNoMore()
    {
        var blocked = Path.Combine(_folder.FullName, "a-file");
        await File.WriteAllTextAsync(blocked, "", TestContext.Current.CancellationToken);

        var outcomes = await new OutboxProvider("outbox", blocked)
            .SendAsync(TestMail.Slice(3), TestMail.OpenWindow(), CancellationToken.None);

        Assert.Equal(["Refused:Configuration", "NotAttempted", "NotAttempted"], OutcomeText.Of(outcomes));
    }

    [Fact]
    public async Task Send_FileCannotBeReplaced_LeavesNothingHalfWritten()
    {
        var message = TestMail.To("jane@x.test");
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "spring", OutboxFileName.ForMessage(message)));

        var outcomes = await SendAsync(message);

        Assert.Equal(["Refused:Configuration"], OutcomeText.Of(outcomes));
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Send_MessageThatCannotBeComposed_CostsTheOthersNothing()
    {
        var outcomes = await SendAsync(TestMail.To("a@x.test"), TestMail.To("not an address\r\n"), TestMail.To("b@x.test", 4));

        Assert.Equal(["Accepted", "Rejected:NotRendered", "Accepted"], OutcomeText.Of(outcomes));
    }

    private Task<IReadOnlyList<SendOutcome>> SendAsync(params OutgoingMessage[] messages)
        => new OutboxProvider("outbox", _folder.FullName).SendAsync(messages, TestMail.OpenWindow(), CancellationToken.None);

    private FileInfo[] Files() => _folder.GetFiles("*", SearchOption.AllDirectories);
}
