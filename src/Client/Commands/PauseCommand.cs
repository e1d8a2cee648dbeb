using System.CommandLine;

namespace EmailCampaign.Client.Commands;

/// <summary><c>pause ID</c></summary>
internal static class PauseCommand
{
    public static Command Create(CommandRun run) => StoredCommand.Create(
        run,
        "pause",
        "Stops sending; mails on the wire are finished.",
        static (connection, id) => connection.PauseAsync(id),
        static id => $"Paused. 'campaign resume {id}' goes on.");
}
