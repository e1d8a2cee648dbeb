using System.CommandLine;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Json;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Client.Watching;
using EmailCampaign.Client.Wording;

namespace EmailCampaign.Client.Commands;

/// <summary><c>status ID [--watch]</c></summary>
internal static class StatusCommand
{
    public static Command Create(CommandRun run)
    {
        var id = Arguments.Id();
        var watch = Arguments.Flag("--watch", "Stay until the campaign is over or paused.");
        var command = new Command("status", "How far a campaign is, in numbers that add up.") { id, watch };
        run.Attach(command, (parse, settings, token) =>
            RunAsync(run.Console, settings, parse.GetRequiredValue(id), parse.GetValue(watch), token));
        return command;
    }

    private static async Task<int> RunAsync(ConsoleContext console, GlobalSettings settings, string id, bool watch, CancellationToken token)
    {
        if (CampaignIdText.Parse(id).Problem is { } problem)
        {
            console.Terminal.Message(problem);
            return ExitCode.Usage;
        }

        var (session, exitCode) = await CampaignSession.OpenAsync(console, settings, sends: false, token);
        if (session is null)
        {
            return exitCode;
        }

        await using (session)
        {
            return await ShowAsync(console, settings, session, id, watch, token);
        }
    }

    private static async Task<int> ShowAsync(
        ConsoleContext console, GlobalSettings settings, CampaignSession session, string id, bool watch, CancellationToken token)
    {
        if (await session.Connection.GetStatusAsync(id) is not { } status)
        {
            return console.Terminal.NotFound(id);
        }

        if (!watch)
        {
            Print(console, settings, status);
            return ExitCode.Done;
        }

        if (settings.Cluster is null && !status.SiloSends && !status.IsOver)
        {
            Print(console, settings, status);
            console.Terminal.Message(
                $"Nothing is sending in this data directory, so there is nothing to watch; 'campaign resume {id}' or 'campaign run' goes on.");
            return ExitCode.Done;
        }

        return await WatchAsync(console, settings, session, id, token);
    }

    private static async Task<int> WatchAsync(
        ConsoleContext console, GlobalSettings settings, CampaignSession session, string id, CancellationToken token)
    {
        CampaignStatus? last;
        int exitCode;
        try
        {
            await using var display = Displays.For(console, settings);
            (last, exitCode) = await new CampaignWatch(console, session).RunAsync(id, display, token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            console.Terminal.Message($"Stopped watching; the campaign goes on in {session.Connection.Keeper}. 'campaign status {id} --watch' looks again.");
            return ExitCode.Interrupted;
        }

        if (last is not null)
        {
            Print(console, settings, last);
        }

        return exitCode;
    }

    private static void Print(ConsoleContext console, GlobalSettings settings, CampaignStatus status)
    {
        foreach (var line in settings.Json ? [StatusJson.Of(status)] : StatusWords.Lines(status))
        {
            console.Terminal.Result(line);
        }
    }
}
