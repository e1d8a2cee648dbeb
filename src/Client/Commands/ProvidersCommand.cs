using System.CommandLine;
using EmailCampaign.Client.Connections;

namespace EmailCampaign.Client.Commands;

/// <summary><c>providers</c></summary>
internal static class ProvidersCommand
{
    public static Command Create(CommandRun run)
    {
        var command = new Command("providers", "The accounts that mails are sent through: their limits, and how each silo meets them.") { ProvidersCheckCommand.Create(run) };
        run.Attach(command, (_, settings, token) => ConnectedRun.OverAsync(run.Console, settings, connection => ListAsync(run.Console, settings, connection), token));
        return command;
    }

    private static async Task<int> ListAsync(ConsoleContext console, GlobalSettings settings, ICampaignConnection connection)
    {
        foreach (var name in await connection.Desk.GetNamesAsync())
        {
            AccountOutput.Print(console, settings, await connection.GetAccountAsync(name));
        }

        return ExitCode.Done;
    }
}
