using System.CommandLine;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Listing;

namespace EmailCampaign.Client.Commands;

/// <summary><c>dead-letters export ID [--export FILE]</c></summary>
internal static class DeadLettersExportCommand
{
    public static Command Create(CommandRun run)
    {
        var options = new DeadLetterOptions();
        var file = Arguments.Export();
        file.Aliases.Add("--out");
        file.Description = "The file: a CSV, or JSON lines when it ends in .jsonl (default: standard output).";
        var command = new Command("export", "Dead letters with all columns of the contact file, to repair and launch again.") { file };
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
                run.Console,
                settings,
                campaign,
                connection => ExportAsync(run.Console, settings, connection, campaign, wanted, parse.GetValue(file), token),
                token);
        });
        return command;
    }

    private static async Task<int> ExportAsync(
        ConsoleContext console,
        GlobalSettings settings,
        ICampaignConnection connection,
        string id,
        DeadLetterFilter filter,
        string? file,
        CancellationToken token)
    {
        if (await connection.GetStatusAsync(id) is not { } status || await connection.GetContactsAsync(id) is not { } contacts)
        {
            return console.Terminal.NotFound(id);
        }

        var rows = RowPages.RecipientsAsync(connection, status, DeadLetterOptions.ToQuery(filter, withValues: true), token);
        var shape = RowShapes.Contact(contacts.Columns);
        if (file is not null || settings.Json)
        {
            return await RowOutput.WriteAsync(console, settings, file, shape, rows, "There are no such dead letters.", token);
        }

        await RowExport.ToTerminalAsync(console.Terminal, shape, rows, token);
        return ExitCode.Done;
    }
}
