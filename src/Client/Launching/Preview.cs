using System.Globalization;
using EmailCampaign.Client.Commands;
using EmailCampaign.Client.Json;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Client.Wording;
using EmailCampaign.Mail.Composition;
using EmailCampaign.Mail.Csv;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Mail.Templates;
using MimeKit;

namespace EmailCampaign.Client.Launching;

/// <summary>Renders and composes one contact's mail.</summary>
internal sealed class Preview(ConsoleContext console, GlobalSettings settings)
{
    public async Task<int> RunAsync(PreviewOptions options, CancellationToken cancellationToken)
    {
        var problems = new ProblemList();
        if (options.Row < 1)
        {
            problems.Add("--row counts contacts from 1.");
        }

        var from = problems.Take(MailboxText.Parse("--from", options.From));
        var replyTo = options.ReplyTo is { } reply ? problems.Take(MailboxText.Parse("--reply-to", reply)) : null;
        var review = await ContactsReview.ReadAsync(
            console, options.Contacts, options.EmailColumn, options.Template, options.Settings, problems, cancellationToken);
        if (from is null || review is not { Template: { } template, File: var file } || problems.All.Count > 0)
        {
            return console.Terminal.Refused(problems);
        }

        var (row, exitCode) = await RowMail.RenderAsync(console, options.Contacts, file, options.Row, template, cancellationToken);
        if (row is null)
        {
            return exitCode;
        }

        await ShowAsync(options, Compose(from, replyTo, row, template), row, template, cancellationToken);
        return ExitCode.Done;
    }

    private OutgoingMessage Compose(Mailbox from, Mailbox? replyTo, RowMail row, CompiledTemplate template) => new()
    {
        From = from,
        ReplyTo = replyTo is null ? null : new Mailbox("", replyTo.Address), // a campaign keeps the address alone
        To = row.Contact.Address,
        Subject = row.Mail.Subject,
        Html = row.Mail.Html,
        Text = row.Mail.Text,
        Headers = row.Mail.Headers,
        Attachments = template.Attachments,
        MessageId = MessageIds.For("preview", from.Address),
        IdempotencyKey = "preview",
        Date = console.Clock.GetUtcNow(),
        CampaignId = "preview",
        Line = row.Contact.Line,
    };

    private async Task ShowAsync(PreviewOptions options, OutgoingMessage message, RowMail row, CompiledTemplate template, CancellationToken cancellationToken)
    {
        using var mail = MimeComposer.Compose(message);
        if (options.Output is { } folder)
        {
            await WriteAsync(folder, row.Contact, mail, cancellationToken);
        }
        else if (settings.Json)
        {
            console.Terminal.Result(Json(row.Contact, message));
        }
        else
        {
            Print(mail, row.Mail, template);
        }

        row.SayWhatIsEmpty(console);
    }

    private async Task WriteAsync(string folder, ContactRow.Accepted contact, MimeMessage mail, CancellationToken cancellationToken)
    {
        System.IO.Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"preview-line-{contact.Line}.eml"));
        await using (var stream = File.Create(file))
        {
            await mail.WriteToAsync(MimeComposer.Wire, stream, cancellationToken);
        }

        console.Terminal.Result(settings.Json ? JsonLine.Of(json => json.WriteString("file", file)) : file);
    }

    private void Print(MimeMessage mail, Rendering.Rendered rendered, CompiledTemplate template)
    {
        foreach (var header in mail.Headers)
        {
            console.Terminal.Result($"{header.Field}: {header.Value}");
        }

        foreach (var attachment in template.Attachments)
        {
            console.Terminal.Result($"Attachment: {attachment.FileName} ({attachment.ContentType}, {Words.Bytes(attachment.Content.Length)})");
        }

        console.Terminal.Result("");
        console.Terminal.Result("--- text ---");
        console.Terminal.Result(rendered.Text);
        if (rendered.Html is { } html)
        {
            console.Terminal.Result("--- html ---");
            console.Terminal.Result(html);
        }
    }

    private static string Json(ContactRow.Accepted contact, OutgoingMessage message) => JsonLine.Of(json =>
    {
        json.WriteString("email", contact.Address);
        json.WriteNumber("row", contact.Line);
        json.WriteString("subject", message.Subject);
        json.WriteString("text", message.Text);
        json.WriteString("html", message.Html);
        json.WriteString("replyTo", message.ReplyTo?.Address);
        json.WritePairs("headers", message.Headers);
    });
}
