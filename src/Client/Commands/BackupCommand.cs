using System.CommandLine;
using EmailCampaign.Client.Json;
using EmailCampaign.Client.Wording;
using EmailCampaign.Silo.Hosting;

namespace EmailCampaign.Client.Commands;

/// <summary><c>backup FILE</c></summary>
internal static class BackupCommand
{
    public static Command Create(CommandRun run)
    {
        var file = new Argument<string>("FILE") { Description = "The copy to write; it must not be there." };
        var command = new Command("backup", "Copies the store of a data directory, also while it is sending.") { file };
        run.Attach(command, (parse, settings, token) => RunAsync(run.Console, settings, Path.GetFullPath(parse.GetRequiredValue(file)), token));
        return command;
    }

    private static async Task<int> RunAsync(ConsoleContext console, GlobalSettings settings, string file, CancellationToken token)
    {
        var problem = settings.Cluster is not null
            ? "'backup' is for a data directory; a cluster's database is backed up by PostgreSQL's own 'pg_dump'."
            : await EmbeddedBackup.WriteAsync(settings.DataDirectory, file, token);
        if (problem is not null)
        {
            console.Terminal.Message(problem);
            return ExitCode.Usage;
        }

        var bytes = new FileInfo(file).Length;
        if (settings.Json)
        {
            console.Terminal.Result(JsonLine.Of(json =>
            {
                json.WriteString("file", file);
                json.WriteNumber("bytes", bytes);
            }));
            return ExitCode.Done;
        }

        console.Terminal.Result($"{Words.Bytes(bytes)} written to {file}");
        console.Terminal.Message($"To look into it or to restore it, copy it as {EmbeddedBackup.StoreName} into an empty folder and name that with --data. "
            + "What was sent after the backup is not in it: a campaign that goes on from it would send that again.");
        return ExitCode.Done;
    }
}
