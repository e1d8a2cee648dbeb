using EmailCampaign.Campaigns;
using EmailCampaign.Client.Commands;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Json;
using EmailCampaign.Client.Watching;
using EmailCampaign.Client.Wording;

namespace EmailCampaign.Client.Launching;

/// <summary>Sends dead letters again, and watches.</summary>
internal sealed class Replay(ConsoleContext console, GlobalSettings settings)
{
    public async Task<int> RunAsync(string id, ReplayRequest request, bool watch, CancellationToken cancellationToken)
    {
        var reading = console.Connector.ReadSettings(settings);
        if (reading is not SettingsReading.Read { Accounts: var accounts })
        {
            console.Terminal.Message(((SettingsReading.Bad)reading).Message);
            return ExitCode.Usage;
        }

        var (session, exitCode) = await CampaignSession.OpenAsync(console, settings, sends: true, cancellationToken);
        if (session is null)
        {
            return exitCode;
        }

        await using (session)
        {
            if (await session.Connection.GetStatusAsync(id) is not { } status)
            {
                return console.Terminal.NotFound(id);
            }

            var result = await session.Connection.ReplayAsync(id, request);
            if (!result.Command.IsDone)
            {
                return console.Terminal.Refused(id, result.Command.Refusal, result.Command.Message);
            }

            console.Terminal.Message(result.Recipients == 0
                ? "There are no such dead letters: nothing is sent again."
                : $"{Words.Count(result.Recipients, "recipient")} will be sent to again.");
            if (result.Recipients == 0)
            {
                if (settings.Json)
                {
                    console.Terminal.Result(StatusJson.Of(status));
                }

                return ExitCode.Done;
            }

            var sending = new Sending(console, settings, session, accounts);
            return watch ? await sending.WatchAsync(id, cancellationToken) : await sending.LeaveAsync(id, cancellationToken);
        }
    }
}
