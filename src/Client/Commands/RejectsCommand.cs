using System.CommandLine;
using EmailCampaign.Client.Listing;

namespace EmailCampaign.Client.Commands;

/// <summary><c>rejects ID [--export FILE]</c></summary>
internal static class RejectsCommand
{
    public static Command Create(CommandRun run)
    {
        var id = Arguments.Id();
        var export = Arguments.Export();
        var command = new Command("rejects", "Rows of the CSV that were not accepted, with line and reason.") { id, export };
        run.Attach(command, (parse, settings, token) =>
        {
            var campaign = parse.GetRequiredValue(id);
            return ConnectedRun.OverCampaignAsync(
                run.Console,
                settings,
                campaign,
                async connection => await connection.GetStatusAsync(campaign) is null
                    ? run.Console.Terminal.NotFound(campaign)
                    : await RowOutput.WriteAsync(
                        run.Console,
                        settings,
                        parse.GetValue(export),
                        RowShapes.Reject,
                        RowPages.RejectsAsync(connection, campaign, token),
                        "Every row was accepted.",
                        token),
                token);
        });
        return command;
    }
}
