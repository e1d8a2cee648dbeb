using EmailCampaign.Campaigns;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Json;

namespace EmailCampaign.Client.Commands;

/// <summary>What pause and cancel have in common: one command to one campaign, then its status.</summary>
internal static class StoredCommand
{
    public static async Task<int> RunAsync(
        ConsoleContext console, GlobalSettings settings, string id, ICampaignConnection connection, CommandResult result, string done)
    {
        if (!result.IsDone)
        {
            return console.Terminal.Refused(id, result.Refusal, result.Message);
        }

        if (!settings.Json)
        {
            console.Terminal.Result(done);
        }
        else if (await connection.GetStatusAsync(id) is { } status)
        {
            console.Terminal.Result(StatusJson.Of(status));
        }

        return ExitCode.Done;
    }
}
