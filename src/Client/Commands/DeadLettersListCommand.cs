using System.CommandLine;
using EmailCampaign.Client.Listing;

namespace EmailCampaign.Client.Commands;

/// <summary><c>dead-letters list ID</c></summary>
internal static class DeadLettersListCommand
{
    public static Command Create(CommandRun run)
    {
        var options = new DeadLetterOptions();
        var command = new Command("list", "Who was not reached, with the reason and the last reply.");
        options.AddTo(command);
        run.Attach(command, (parse, settings, token) =>
        {
            var console = run.Console;
            var filter = options.Read(parse);
            if (filter.Value is not { } wanted)
            {
                console.Terminal.Message(filter.Problem ?? "");
                return Task.FromResult(ExitCode.Usage);
            }

            var campaign = parse.GetRequiredValue(options.Id);
            return ConnectedRun.OverCampaignAsync(
                console,
                settings,
                campaign,
                async connection => await connection.GetStatusAsync(campaign) is not { } status
                    ? console.Terminal.NotFound(campaign)
                    : await RowOutput.WriteAsync(
                        console,
                        settings,
                        file: null,
                        RowShapes.Recipient,
                        RowPages.RecipientsAsync(connection, status, DeadLetterOptions.ToQuery(wanted, withValues: false), token),
                        "There are no such dead letters.",
                        token),
                token);
        });
        return command;
    }
}
