using System.CommandLine;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Json;
using EmailCampaign.Client.Wording;

namespace EmailCampaign.Client.Commands;

/// <summary><c>dead-letters discard ID</c></summary>
internal static class DeadLettersDiscardCommand
{
    public static Command Create(CommandRun run)
    {
        var options = new DeadLetterOptions();
        var command = new Command("discard", "Puts dead letters aside as dealt with; they are kept, but no longer counted as dead or in doubt.");
        options.AddTo(command);
        run.Attach(command, (parse, settings, token) =>
        {
            var filter = options.Read(parse);
            if (filter.Value is not { } wanted)
            {
                run.Console.Terminal.Message(filter.Problem ?? "");
                return Task.FromResult(ExitCode.Usage);
            }

            var campaign = parse.GetRequiredValue(options.Id);
            return ConnectedRun.OverCampaignAsync(
                run.Console, settings, campaign, connection => DiscardAsync(run.Console, settings, connection, campaign, wanted), token);
        });
        return command;
    }

    private static async Task<int> DiscardAsync(
        ConsoleContext console, GlobalSettings settings, ICampaignConnection connection, string id, DeadLetterFilter filter)
    {
        var result = await connection.DiscardAsync(id, filter);
        if (!result.Command.IsDone)
        {
            return console.Terminal.Refused(id, result.Command.Refusal, result.Command.Message);
        }

        console.Terminal.Result(settings.Json
            ? JsonLine.Of(json => json.WriteNumber("discarded", result.Recipients))
            : $"{Words.Count(result.Recipients, "recipient")} discarded.");
        return ExitCode.Done;
    }
}
