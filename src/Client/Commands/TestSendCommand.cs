using System.CommandLine;
using EmailCampaign.Client.Launching;

namespace EmailCampaign.Client.Commands;

/// <summary><c>test-send CONTACTS.csv --template DIR --from MAILBOX --to ADDRESS [--row N] [--provider P]</c></summary>
internal static class TestSendCommand
{
    public static Command Create(CommandRun run)
    {
        var contacts = Arguments.Contacts();
        var template = Arguments.Template();
        template.Required = true;
        var from = new Option<string>("--from") { Description = "Sender, as in \"Acme <news@acme.example>\".", HelpName = "MAILBOX", Required = true };
        var to = new Option<string>("--to") { Description = "Who gets the mail, in place of the contact.", HelpName = "ADDRESS", Required = true };
        var row = new Option<int>("--row") { Description = "Which contact it is rendered for, counted from 1.", HelpName = "N", DefaultValueFactory = static _ => 1 };
        var provider = Arguments.Text("--provider", "NAME", "Provider account that sends (default: Sending:MailProvider).");
        var name = Arguments.Name();
        var emailColumn = Arguments.EmailColumn();
        var set = Arguments.Set();
        var replyTo = Arguments.ReplyTo();
        var header = Arguments.Header();
        var command = new Command("test-send", "Sends one rendered mail to an address of yours, once, through the real account.")
        {
            contacts, template, from, to, row, provider, name, emailColumn, set, replyTo, header,
        };
        run.Attach(command, (parse, settings, token) => new TestSend(run.Console, settings).RunAsync(
            new TestSendOptions
            {
                Contacts = parse.GetRequiredValue(contacts),
                Template = new(parse.GetRequiredValue(template)) { Name = parse.GetValue(name), Headers = parse.GetValue(header) ?? [] },
                From = parse.GetRequiredValue(from),
                To = parse.GetRequiredValue(to),
                Row = parse.GetValue(row),
                Provider = parse.GetValue(provider),
                ReplyTo = parse.GetValue(replyTo),
                EmailColumn = parse.GetValue(emailColumn),
                Settings = parse.GetValue(set) ?? [],
            },
            token));
        return command;
    }
}
