using System.CommandLine;

namespace EmailCampaign.Client.Commands;

/// <summary><c>pause ID</c></summary>
internal static class PauseCommand
{
    public static Command Create(CommandRun run)
    {
        var id = Arguments.Id();
        var command = new Command("pause", "Stops sending; mails on the wire are finished.") { id };
        run.Attach(command, (parse, settings, token) =>
        {
            var campaign = parse.GetRequiredValue(id);
            return ConnectedRun.OverCampaignAsync(
                run.Console,
                settings,
                campaign,
                async connection => await StoredCommand.RunAsync(
                    run.Console, settings, campaign, connection, await connection.PauseAsync(campaign), $"Paused. 'campaign resume {campaign}' goes on."),
                token);
        });
        return command;
    }
}
