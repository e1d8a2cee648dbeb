using System.CommandLine;
using EmailCampaign.Client.Launching;

namespace EmailCampaign.Client.Commands;

/// <summary><c>launch CONTACTS.csv --template DIR --from "Acme &lt;news@acme.example&gt;"</c></summary>
internal static class LaunchCommand
{
    public static Command Create(CommandRun run)
    {
        var contacts = Arguments.Contacts();
        var template = Arguments.Template();
        template.Required = true;
        var from = new Option<string>("--from") { Description = "Sender, as in \"Acme <news@acme.example>\".", HelpName = "MAILBOX", Required = true };
        var name = Arguments.Name();
        var id = Arguments.Text("--id", "ID", "Id of the campaign (default: made from the name and the date).");
        var provider = Arguments.Text("--provider", "NAME", "Provider account that sends (default: Sending:MailProvider).");
        var rate = Arguments.Text("--rate", "RATE", "Most mails per time, as 14/s, 600/m or 1000/h.");
        var at = Arguments.Text("--at", "TIME", "When to start, ISO 8601; local time when no zone is given.");
        var guarantee = Arguments.Text("--guarantee", "at-least-once|at-most-once", "What happens to a mail that may or may not have been sent (default: at-least-once).");
        var emailColumn = Arguments.EmailColumn();
        var set = Arguments.Set();
        var replyTo = Arguments.ReplyTo();
        var header = Arguments.Header();
        var noWatch = Arguments.Flag("--no-watch", "Show no progress; exit code 0 once everything is stored.");
        var dryRun = Arguments.Flag("--dry-run", "Check everything and render every row; store and send nothing.");
        var again = Arguments.Flag("--again", "Launch although the same was launched before.");
        var noDomainCheck = Arguments.Flag("--no-domain-check", "Do not look up the sender's domain (default: Domains:CheckAtLaunch).");

        var command = new Command("launch", "Checks, stores and sends a campaign.")
        {
            contacts, template, from, name, id, provider, rate, at, guarantee, emailColumn, set, replyTo, header, noWatch, dryRun, again, noDomainCheck,
        };
        run.Attach(command, (parse, settings, token) => new Launch(run.Console, settings).RunAsync(
            new LaunchOptions
            {
                Contacts = parse.GetRequiredValue(contacts),
                Template = parse.GetRequiredValue(template),
                From = parse.GetRequiredValue(from),
                Name = parse.GetValue(name),
                Id = parse.GetValue(id),
                Provider = parse.GetValue(provider),
                Rate = parse.GetValue(rate),
                At = parse.GetValue(at),
                Guarantee = parse.GetValue(guarantee),
                EmailColumn = parse.GetValue(emailColumn),
                Settings = parse.GetValue(set) ?? [],
                ReplyTo = parse.GetValue(replyTo),
                Headers = parse.GetValue(header) ?? [],
                Watch = !parse.GetValue(noWatch),
                DryRun = parse.GetValue(dryRun),
                Again = parse.GetValue(again),
                ChecksDomain = !parse.GetValue(noDomainCheck),
            },
            token));
        return command;
    }
}
