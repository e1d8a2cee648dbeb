using System.CommandLine;
using EmailCampaign.Client.Launching;

namespace EmailCampaign.Client.Commands;

/// <summary><c>resume ID [FILE]</c></summary>
internal static class ResumeCommand
{
    public static Command Create(CommandRun run)
    {
        var id = Arguments.Id();
        var file = new Argument<string?>("FILE")
        {
            Description = "The contact file, when the import was interrupted.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("resume", "Goes on sending, or finishes an import that was interrupted.") { id, file };
        run.Attach(command, (parse, settings, token) =>
            new Resume(run.Console, settings).RunAsync(parse.GetRequiredValue(id), parse.GetValue(file), token));
        return command;
    }
}
