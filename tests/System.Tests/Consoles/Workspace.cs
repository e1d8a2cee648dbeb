using EmailCampaign.Testing.Consoles;
using EmailCampaign.Testing.Processes;
using EmailCampaign.Testing.Smtp;
using MimeKit;

namespace EmailCampaign.SystemTests.Consoles;

/// <summary>A directory of one test, with a data directory in it and the built console to run there. Disposing ends every process of the test.</summary>
internal sealed class Workspace : IAsyncDisposable
{
    public const string From = "Acme <news@acme.example>";

    private static readonly string Client = Path.Combine(AppContext.BaseDirectory, "EmailCampaign.Client.dll");

    private static readonly string DotNet = System.Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private readonly DirectoryInfo _directory = System.IO.Directory.CreateTempSubdirectory("campaign-system-");
    private readonly List<RunningProcess> _processes = [];

    public Workspace()
    {
        Set("Metrics__Port", "0");
        Set("Providers__smtp__Security", "none");
        Template("Hello {{ first_name }}", "Dear {{ first_name }}, good morning.\n");
    }

    public Dictionary<string, string?> Environment { get; } = [];

    public string DataDirectory => File("data");

    /// <summary>Connection string of the cluster that the console works over, instead of a data directory.</summary>
    public string? Cluster { get; init; }

    private string[] Place => Cluster is null ? ["--data", DataDirectory] : ["--cluster", Cluster];

    public string TemplateFolder => File("template");

    public string File(string name) => Path.Combine(_directory.FullName, name);

    public Workspace Set(string name, string? value)
    {
        Environment[name] = value;
        return this;
    }

    /// <summary>Sends through this server, with waits as short as a test wants them.</summary>
    public Workspace SendTo(int port)
    {
        Set("Sending__MailProvider", "smtp");
        Set("Providers__smtp__Host", "127.0.0.1");
        Set("Providers__smtp__Port", $"{port}");
        Set("Sending__Backoff", "00:00:00.050");
        Set("Sending__SmtpBackoff", "00:00:00.200");
        return Set("Sending__ThrottleBackoff", "00:00:00.200");
    }

    public Workspace SendTo(ScriptedSmtpServer server) => SendTo(server.Port);

    public void Template(string subject, string text)
    {
        System.IO.Directory.CreateDirectory(TemplateFolder);
        System.IO.File.WriteAllText(Path.Combine(TemplateFolder, "subject.txt"), subject);
        System.IO.File.WriteAllText(Path.Combine(TemplateFolder, "body.txt"), text);
    }

    /// <summary>Writes a contact file of these addresses.</summary>
    public string Contacts(IEnumerable<string> addresses, string name = "contacts.csv")
    {
        var path = File(name);
        System.IO.File.WriteAllLines(path, addresses.Select((address, index) => $"{address},First{index}").Prepend("email,first_name"));
        return path;
    }

    /// <summary>Starts the console. The data directory is given; everything else is the test's.</summary>
    public RunningProcess Start(params IEnumerable<string> arguments) => StartProgram(DotNet, [Client, .. arguments, .. Place]);

    /// <summary>Runs a shell script that has a file system of its own, which it may mount over; <c>campaign</c> in it is the console.</summary>
    public Task<ConsoleRun> RunWithMountsAsync(string script) => EndAsync(StartProgram(
        "unshare", ["--user", "--map-root-user", "--mount", "sh", "-c", $"campaign() {{ '{DotNet}' '{Client}' \"$@\" --data '{DataDirectory}'; }}\n{script}"]));

    private RunningProcess StartProgram(string program, IEnumerable<string> arguments)
    {
        var process = RunningProcess.Start(program, arguments, _directory.FullName, Environment);
        _processes.Add(process);
        return process;
    }

    public RunningProcess Launch(string contacts, string id, params IEnumerable<string> more)
        => Start(["launch", contacts, "--template", TemplateFolder, "--from", From, "--id", id, .. more]);

    /// <summary>Runs the console to its end.</summary>
    public Task<ConsoleRun> RunAsync(params IEnumerable<string> arguments) => EndAsync(Start(arguments));

    public Task<ConsoleRun> LaunchAsync(string contacts, string id, params IEnumerable<string> more) => EndAsync(Launch(contacts, id, more));

    /// <summary>What <c>status --json</c> says, with the conservation law checked.</summary>
    public async Task<StatusLine> StatusAsync(string id)
    {
        var run = await RunAsync("status", id, "--json");
        Assert.True(run.ExitCode == 0, run.ToString());
        var status = StatusLine.Parse(run.Lines[^1]);
        Assert.True(status.AddsUp, status.ToString());
        return status;
    }

    /// <summary>What <c>recipients --json</c> says.</summary>
    public async Task<IReadOnlyList<RecipientLine>> RecipientsAsync(string id, params IEnumerable<string> more)
    {
        var run = await RunAsync(["recipients", id, "--json", .. more]);
        Assert.True(run.ExitCode == 0, run.ToString());
        return [.. run.Lines.Select(RecipientLine.Parse)];
    }

    /// <summary>The mails that the outbox wrote, parsed by MimeKit.</summary>
    public IReadOnlyList<MimeMessage> Mails()
    {
        var outbox = Path.Combine(DataDirectory, "outbox");
        return System.IO.Directory.Exists(outbox)
            ? [.. System.IO.Directory.GetFiles(outbox, "*.eml", SearchOption.AllDirectories).Select(static file => MimeMessage.Load(file))]
            : [];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        _directory.Delete(recursive: true);
    }

    public static async Task<ConsoleRun> EndAsync(RunningProcess process)
    {
        var exitCode = await process.ExitAsync(TimeSpan.FromMinutes(2));
        return new(exitCode, process.Output, process.Error, process.ToString());
    }
}
