using System.CommandLine;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Json;
using EmailCampaign.Client.Listing;
using EmailCampaign.Client.Wording;

namespace EmailCampaign.Client.Commands;

/// <summary><c>export ID FILE.zip</c> or <c>export ID --dir DIR</c></summary>
internal static class ExportCommand
{
    public static Command Create(CommandRun run)
    {
        var id = Arguments.Id();
        var file = new Argument<string?>("FILE") { Description = "A ZIP archive to write.", Arity = ArgumentArity.ZeroOrOne };
        var dir = Arguments.Text("--dir", "DIR", "Write the files into this folder instead.");
        var command = new Command("export", "All that is to be kept of a campaign: recipients.csv, rejects.csv and status.json.") { id, file, dir };
        run.Attach(command, (parse, settings, token) =>
        {
            var campaign = parse.GetRequiredValue(id);
            if ((parse.GetValue(file) is null) == (parse.GetValue(dir) is null))
            {
                run.Console.Terminal.Message($"Say where to: 'campaign export {campaign} FILE.zip', or --dir DIR.");
                return Task.FromResult(ExitCode.Usage);
            }

            return ConnectedRun.OverCampaignAsync(
                run.Console,
                settings,
                campaign,
                async connection =>
                {
                    await using ExportTarget target = parse.GetValue(file) is { } path ? new ExportArchive(path) : new ExportFolder(parse.GetValue(dir)!);
                    return await WriteAsync(run.Console, settings, connection, campaign, target, token);
                },
                token);
        });
        return command;
    }

    private static async Task<int> WriteAsync(
        ConsoleContext console, GlobalSettings settings, ICampaignConnection connection, string id, ExportTarget target, CancellationToken token)
    {
        if (await connection.GetStatusAsync(id) is not { } status || await connection.GetContactsAsync(id) is not { } contacts)
        {
            return console.Terminal.NotFound(id);
        }

        if (status.Phase == CampaignPhase.Deleting)
        {
            return console.Terminal.Refused(id, CommandRefusal.Deleting, message: null);
        }

        if (status.Phase is not (CampaignPhase.Completed or CampaignPhase.Cancelled))
        {
            console.Terminal.Message($"'{id}' is not finished: what becomes of its recipients after this is not in the export.");
        }

        var (recipients, rejects) = await CampaignExport.WriteAsync(target, connection, status, contacts, token);
        console.Terminal.Result(settings.Json
            ? JsonLine.Of(json =>
            {
                json.WriteString("file", target.Path);
                json.WriteNumber("recipients", recipients);
                json.WriteNumber("rejectedRows", rejects);
            })
            : $"{Words.Count(recipients, "recipient")} and {Words.Count(rejects, "rejected row")} written to {target.Path}");
        return ExitCode.Done;
    }
}
