using System.CommandLine;
using EmailCampaign.Client.Launching;

namespace EmailCampaign.Client.Commands;

/// <summary><c>preview CONTACTS.csv --template DIR [--row N] [--out DIR]</c></summary>
internal static class PreviewCommand
{
    public static Command Create(CommandRun run)
    {
        var contacts = Arguments.Contacts();
        var template = Arguments.Template();
        template.Required = true;
        var row = new Option<int>("--row") { Description = "Which contact, counted from 1.", HelpName = "N", DefaultValueFactory = static _ => 1 };
        var output = Arguments.Text("--out", "DIR", "Write the mail there as an .eml file instead of showing it.");
        var from = Arguments.Text("--from", "MAILBOX", "Sender to show (default: preview@example.com).");
        var name = Arguments.Name();
        var emailColumn = Arguments.EmailColumn();
        var set = Arguments.Set();
        var replyTo = Arguments.ReplyTo();
        var header = Arguments.Header();
        var command = new Command("preview", "One rendered mail, as the recipient would get it.")
        {
            contacts, template, row, output, from, name, emailColumn, set, replyTo, header,
        };
        run.Attach(command, (parse, settings, token) => new Preview(run.Console, settings).RunAsync(
            new PreviewOptions
            {
                Contacts = parse.GetRequiredValue(contacts),
                Template = new(parse.GetRequiredValue(template)) { Name = parse.GetValue(name), Headers = parse.GetValue(header) ?? [] },
                Row = parse.GetValue(row),
                Output = parse.GetValue(output),
                From = parse.GetValue(from) ?? "preview@example.com",
                ReplyTo = parse.GetValue(replyTo),
                EmailColumn = parse.GetValue(emailColumn),
                Settings = parse.GetValue(set) ?? [],
            },
            token));
        return command;
    }
}
