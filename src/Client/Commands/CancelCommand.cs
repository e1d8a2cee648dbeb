using System.CommandLine;

namespace EmailCampaign.Client.Commands;

/// <summary><c>cancel ID</c></summary>
internal static class CancelCommand
{
    public static Command Create(CommandRun run) => StoredCommand.Create(
        run,
        "cancel",
        "Gives a campaign up: what was not sent stays unsent.",
        static (connection, id) => connection.CancelAsync(id),
        static id => $"Cancelled. 'campaign recipients {id}' says who got it and who did not.");
}
