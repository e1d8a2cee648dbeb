using System.Globalization;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Commands;
using EmailCampaign.Client.Contacts;
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

        var (contact, count) = await FindAsync(options, file, cancellationToken);
        if (contact is null)
        {
            console.Terminal.Message($"There is no contact {options.Row}: '{file.Name}' has {Words.Count(count, "usable contact")}.");
            return ExitCode.Usage;
        }

        switch (template.Render(contact.Values, contact.Address))
        {
            case Rendering.Rendered rendered:
                await ShowAsync(options, Compose(from, replyTo, contact, rendered, template), contact, rendered, template, cancellationToken);
                return ExitCode.Done;
            case Rendering.Failed failed:
                console.Terminal.Message(string.Create(
                    CultureInfo.InvariantCulture, $"Line {contact.Line} does not render: {failed.File}: {failed.Problem}"));
                return ExitCode.Flawed;
            default:
                throw new InvalidOperationException("Rendering has two results.");
        }
    }

    private static async Task<(ContactRow.Accepted? Contact, int Count)> FindAsync(
        PreviewOptions options, ContactFile file, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var row in new ContactRows(options.Contacts, file).ReadAsync(cancellationToken))
        {
            if (row is ContactRow.Accepted contact && ++count == options.Row)
            {
                return (contact, count);
            }
        }

        return (null, count);
    }

    private OutgoingMessage Compose(
        Mailbox from, Mailbox? replyTo, ContactRow.Accepted contact, Rendering.Rendered rendered, CompiledTemplate template) => new()
        {
            From = from,
            ReplyTo = replyTo is null ? null : new Mailbox("", replyTo.Address), // a campaign keeps the address alone
            To = contact.Address,
            Subject = rendered.Subject,
            Html = rendered.Html,
            Text = rendered.Text,
            Headers = rendered.Headers,
            Attachments = template.Attachments,
            MessageId = MessageIds.For("preview", from.Address),
            IdempotencyKey = "preview",
            Date = console.Clock.GetUtcNow(),
            CampaignId = "preview",
            Line = contact.Line,
        };

    private async Task ShowAsync(
        PreviewOptions options,
        OutgoingMessage message,
        ContactRow.Accepted contact,
        Rendering.Rendered rendered,
        CompiledTemplate template,
        CancellationToken cancellationToken)
    {
        using var mail = MimeComposer.Compose(message);
        if (options.Output is { } folder)
        {
            await WriteAsync(folder, contact, mail, cancellationToken);
        }
        else if (settings.Json)
        {
            console.Terminal.Result(Json(contact, message));
        }
        else
        {
            Print(mail, rendered, template);
        }

        if (rendered.EmptyVariables.Count > 0)
        {
            console.Terminal.Message($"Empty in this row: {string.Join(", ", rendered.EmptyVariables)}.");
        }
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
