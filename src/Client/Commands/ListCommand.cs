using System.CommandLine;
using EmailCampaign.Client.Listing;

namespace EmailCampaign.Client.Commands;

/// <summary><c>list</c></summary>
internal static class ListCommand
{
    public static Command Create(CommandRun run)
    {
        var command = new Command("list", "All campaigns, the newest first.");
        run.Attach(command, (_, settings, token) => ConnectedRun.OverAsync(
            run.Console,
            settings,
            connection => RowOutput.WriteAsync(
                run.Console, settings, file: null, RowShapes.Campaign, RowPages.StatusesAsync(connection, token), "There are no campaigns.", token),
            token));
        return command;
    }
}
