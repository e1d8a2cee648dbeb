using EmailCampaign.Testing.Consoles;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.Testing.Clusters;

/// <summary>The built console over a cluster, in a directory of its own. Disposing ends every process that was started here.</summary>
public sealed class ClusterConsole : IAsyncDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "EmailCampaign.Client.dll");

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("campaign-console-");
    private readonly List<RunningProcess> _processes = [];
    private readonly string _database;

    /// <param name="database">Connection string.</param>
    public ClusterConsole(string database)
    {
        _database = database;
        Directory.CreateDirectory(In("template"));
        File.WriteAllText(In("template/subject.txt"), "Hello {{ first_name }}");
        File.WriteAllText(In("template/body.txt"), "Dear {{ first_name }}, good morning.\n");
    }

    public RunningProcess Start(params IEnumerable<string> arguments)
    {
        var process = RunningProcess.Start(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Program, .. arguments, "--cluster", _database], _directory.FullName);
        _processes.Add(process);
        return process;
    }

    /// <summary>Launches a campaign to these addresses, and watches it.</summary>
    public RunningProcess Launch(string id, IEnumerable<string> addresses, params IEnumerable<string> more)
    {
        File.WriteAllLines(Contacts(id), addresses.Select(static (address, index) => $"{address},First{index}").Prepend("email,first_name"));
        return Start(["launch", Contacts(id), "--template", In("template"), "--from", "Acme <news@acme.example>", "--id", id, .. more]);
    }

    /// <summary>Goes on with a launch whose import was interrupted, and watches it.</summary>
    public RunningProcess Resume(string id) => Start("resume", id, Contacts(id));

    /// <returns>What <c>status --json</c> says.</returns>
    public async Task<StatusLine> StatusAsync(string id) => StatusLine.Parse((await LinesAsync("status", id, "--json"))[^1]);

    /// <returns>What <c>recipients --json</c> says.</returns>
    public async Task<IReadOnlyList<RecipientLine>> RecipientsAsync(string id)
        => [.. (await LinesAsync("recipients", id, "--json")).Select(RecipientLine.Parse)];

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        _directory.Delete(recursive: true);
    }

    private async Task<string[]> LinesAsync(params IEnumerable<string> arguments)
    {
        var process = Start(arguments);
        return await process.ExitAsync(TimeSpan.FromMinutes(2)) == 0
            ? process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException(process.ToString());
    }

    private string Contacts(string id) => In($"{id}.csv");

    private string In(string name) => Path.Combine(_directory.FullName, name);
}
