using System.CommandLine;
using EmailCampaign.Client.Watching;

namespace EmailCampaign.Client.Commands;

/// <summary><c>delete ID [--yes]</c></summary>
internal static class DeleteCommand
{
    public static Command Create(CommandRun run)
    {
        var id = Arguments.Id();
        var yes = Arguments.Flag("--yes", "Do not ask; needed when there is nobody to ask.");
        var command = new Command("delete", "Deletes a finished campaign for good: its contacts, their results, its template, and the mails in the outbox.")
        {
            id, yes,
        };
        run.Attach(command, (parse, settings, token) =>
            new Deletion(run.Console, settings).RunAsync(parse.GetRequiredValue(id), parse.GetValue(yes), token));
        return command;
    }
}
