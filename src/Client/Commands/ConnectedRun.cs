using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Client.Watching;

namespace EmailCampaign.Client.Commands;

/// <summary>Runs a short command over a connection and closes it again.</summary>
internal static class ConnectedRun
{
    public static async Task<int> OverAsync(
        ConsoleContext console, GlobalSettings settings, Func<ICampaignConnection, Task<int>> action, CancellationToken cancellationToken)
    {
        var (session, exitCode) = await CampaignSession.OpenAsync(console, settings, sends: false, cancellationToken);
        if (session is null)
        {
            return exitCode;
        }

        await using (session)
        {
            return await action(session.Connection);
        }
    }

    /// <summary>The same for a command about one campaign: its id is checked before anything is started.</summary>
    public static async Task<int> OverCampaignAsync(
        ConsoleContext console, GlobalSettings settings, string id, Func<ICampaignConnection, Task<int>> action, CancellationToken cancellationToken)
    {
        if (CampaignIdText.Parse(id).Problem is { } problem)
        {
            console.Terminal.Message(problem);
            return ExitCode.Usage;
        }

        return await OverAsync(console, settings, action, cancellationToken);
    }
}
