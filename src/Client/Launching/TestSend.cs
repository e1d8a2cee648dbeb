using System.Security.Cryptography;
using EmailCampaign.Accounts;
using EmailCampaign.Client.Commands;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Json;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Client.Wording;
using EmailCampaign.Mail.Composition;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Mail.Templates;

namespace EmailCampaign.Client.Launching;

/// <summary>Renders one contact's mail and sends it once, to another address, through a provider account. No campaign knows of it.</summary>
internal sealed class TestSend(ConsoleContext console, GlobalSettings settings)
{
    public async Task<int> RunAsync(TestSendOptions options, CancellationToken cancellationToken)
    {
        var reading = console.Connector.ReadSettings(settings);
        if (reading is not SettingsReading.Read { Accounts: var accounts })
        {
            console.Terminal.Message(((SettingsReading.Bad)reading).Message);
            return ExitCode.Usage;
        }

        var problems = new ProblemList();
        if (options.Row < 1)
        {
            problems.Add("--row counts contacts from 1.");
        }

        var from = problems.Take(MailboxText.Parse("--from", options.From));
        var to = problems.Take(MailboxText.Parse("--to", options.To));
        var replyTo = options.ReplyTo is { } reply ? problems.Take(MailboxText.Parse("--reply-to", reply)) : null;
        var review = await ContactsReview.ReadAsync(
            console, options.Contacts, options.EmailColumn, options.Template, options.Settings, problems, cancellationToken);
        if (from is null || to is null || review is not { Template: { } template, File: var file } || problems.All.Count > 0)
        {
            return console.Terminal.Refused(problems);
        }

        var (row, exitCode) = await RowMail.RenderAsync(console, options.Contacts, file, options.Row, template, cancellationToken);
        if (row is null)
        {
            return exitCode;
        }

        row.SayWhatIsEmpty(console);
        var mail = Compose(from, replyTo, to.Address, row, template);
        return await DeskRun.OverAsync(
            console, settings, accounts, desk => SendAsync(desk, accounts, options.Provider ?? accounts.DefaultName, from, mail, cancellationToken), cancellationToken);
    }

    private async Task<int> SendAsync(
        IProviderDesk desk, IProviderAccounts accounts, string provider, Mailbox from, TestMail mail, CancellationToken cancellationToken)
    {
        var facts = await desk.DescribeAsync(provider, from);
        foreach (var warning in facts.Warnings)
        {
            console.Terminal.Message(warning);
        }

        var result = await desk.SendAsync(provider, mail, cancellationToken);
        result = result.Account.Length > 0 ? result : result with { Account = facts.Name };
        if (result.Outcome == TestSendOutcome.NoAccount)
        {
            console.Terminal.Message(result.Text);
        }
        else
        {
            console.Terminal.Result(settings.Json
                ? TestSendJson.Of(mail, MessageIds.For(mail.Token, mail.From.Address), result)
                : TestSendWords.Of(mail.To, result, accounts.Folder(result.Account)));
        }

        return TestSendWords.ExitCodeOf(result.Outcome);
    }

    // Signed with a key of the moment: the mail is another one each time, and no bounce or complaint about it is taken for a campaign's.
    private static TestMail Compose(Mailbox from, Mailbox? replyTo, string to, RowMail row, CompiledTemplate template) => new()
    {
        From = new Sender(from.Name, from.Address),
        ReplyTo = replyTo?.Address,
        To = to,
        Subject = row.Mail.Subject,
        Html = row.Mail.Html,
        Text = row.Mail.Text,
        Headers = row.Mail.Headers,
        Attachments = [.. template.Attachments.Select(static file => new Campaigns.AttachedFile(file.FileName, file.ContentType, file.Content.ToArray()))],
        Token = new MessageToken(ProviderDesk.CampaignId, 0, 0, 0).Sign(RandomNumberGenerator.GetBytes(32)),
        Line = row.Contact.Line,
    };
}
