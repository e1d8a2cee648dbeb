using System.CommandLine;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Json;

namespace EmailCampaign.Client.Commands;

/// <summary>What pause and cancel have in common: one command to one campaign, then a sentence, or with <c>--json</c> its status.</summary>
internal static class StoredCommand
{
    /// <param name="run">The edge around the command.</param>
    /// <param name="name">What is typed.</param>
    /// <param name="description">What <c>--help</c> says.</param>
    /// <param name="call">Gives the command to the campaign with an id.</param>
    /// <param name="done">The sentence once it is carried out, for the campaign's id.</param>
    public static Command Create(
        CommandRun run, string name, string description, Func<ICampaignConnection, string, Task<CommandResult>> call, Func<string, string> done)
    {
        var id = Arguments.Id();
        var command = new Command(name, description) { id };
        run.Attach(command, (parse, settings, token) =>
        {
            var campaign = parse.GetRequiredValue(id);
            return ConnectedRun.OverCampaignAsync(
                run.Console, settings, campaign, connection => RunAsync(run.Console, settings, connection, campaign, call, done), token);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        ConsoleContext console,
        GlobalSettings settings,
        ICampaignConnection connection,
        string id,
        Func<ICampaignConnection, string, Task<CommandResult>> call,
        Func<string, string> done)
    {
        var result = await call(connection, id);
        if (!result.IsDone)
        {
            return console.Terminal.Refused(id, result.Refusal, result.Message);
        }

        if (!settings.Json)
        {
            console.Terminal.Result(done(id));
        }
        else if (await connection.GetStatusAsync(id) is { } status)
        {
            console.Terminal.Result(StatusJson.Of(status));
        }

        return ExitCode.Done;
    }
}
