using System.CommandLine;

namespace EmailCampaign.Client.Commands;

/// <summary><c>cancel ID</c></summary>
internal static class CancelCommand
{
    public static Command Create(CommandRun run)
    {
        var id = Arguments.Id();
        var command = new Command("cancel", "Gives a campaign up: what was not sent stays unsent.") { id };
        run.Attach(command, (parse, settings, token) =>
        {
            var campaign = parse.GetRequiredValue(id);
            return ConnectedRun.OverCampaignAsync(
                run.Console,
                settings,
                campaign,
                async connection => await StoredCommand.RunAsync(
                    run.Console, settings, campaign, connection, await connection.CancelAsync(campaign),
                    $"Cancelled. 'campaign recipients {campaign}' says who got it and who did not."),
                token);
        });
        return command;
    }
}
