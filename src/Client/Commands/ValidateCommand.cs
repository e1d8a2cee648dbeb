using System.CommandLine;
using EmailCampaign.Client.Contacts;
using EmailCampaign.Client.Launching;

namespace EmailCampaign.Client.Commands;

/// <summary><c>validate CONTACTS.csv [--template DIR]</c></summary>
internal static class ValidateCommand
{
    public static Command Create(CommandRun run)
    {
        var contacts = Arguments.Contacts();
        var template = Arguments.Template();
        var emailColumn = Arguments.EmailColumn();
        var set = Arguments.Set();
        var command = new Command("validate", "Reads every row, and renders it when a template is given; sends nothing.")
        {
            contacts, template, emailColumn, set,
        };
        run.Attach(command, async (parse, settings, token) =>
        {
            var console = run.Console;
            var path = parse.GetRequiredValue(contacts);
            var problems = new ProblemList();
            var choice = parse.GetValue(template) is { } folder ? new TemplateChoice(folder) : null;
            var review = await ContactsReview.ReadAsync(
                console, path, parse.GetValue(emailColumn), choice, parse.GetValue(set) ?? [], problems, token);
            if (review is not { } read)
            {
                return console.Terminal.Refused(problems);
            }

            using var check = new RowCheck(path, read.File, read.Template);
            var report = await check.RunAsync(token);
            ReportOutput.Write(console.Terminal, settings, read.File, report);
            return report.IsFlawed ? ExitCode.Flawed : ExitCode.Done;
        });
        return command;
    }
}
