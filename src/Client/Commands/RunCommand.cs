using System.CommandLine;
using EmailCampaign.Client.Json;
using EmailCampaign.Client.Watching;

namespace EmailCampaign.Client.Commands;

/// <summary><c>run</c></summary>
internal static class RunCommand
{
    public static Command Create(CommandRun run)
    {
        var command = new Command("run", "Hosts the data directory until nothing is sending or scheduled.");
        run.Attach(command, (_, settings, token) => RunAsync(run.Console, settings, token));
        return command;
    }

    private static async Task<int> RunAsync(ConsoleContext console, GlobalSettings settings, CancellationToken token)
    {
        if (settings.Cluster is not null)
        {
            console.Terminal.Message("The silos of a cluster run by themselves: 'run' is for a data directory.");
            return ExitCode.Usage;
        }

        var (session, exitCode) = await CampaignSession.OpenAsync(console, settings, sends: true, token);
        if (session is null)
        {
            return exitCode;
        }

        await using (session)
        {
            if (!session.Connection.Hosts)
            {
                return Say(console, settings, hosted: false, "Another console hosts this data directory and sends; there is nothing to do here.");
            }

            try
            {
                await new HostStay(console, session.Connection).UntilIdleAsync(schedules: true, token);
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                console.Terminal.Message("Stopping: the mails on the wire are finished, the rest keeps its place. Ctrl-C again ends at once.");
                await session.DisposeAsync(); // drains
                console.Terminal.Message("Interrupted. 'campaign run' goes on where it stopped.");
                return ExitCode.Interrupted;
            }

            return Say(console, settings, hosted: true, "Nothing is sending or scheduled any more.");
        }
    }

    private static int Say(ConsoleContext console, GlobalSettings settings, bool hosted, string message)
    {
        console.Terminal.Message(message);
        if (settings.Json)
        {
            console.Terminal.Result(JsonLine.Of(json => json.WriteBoolean("hosted", hosted)));
        }

        return ExitCode.Done;
    }
}
