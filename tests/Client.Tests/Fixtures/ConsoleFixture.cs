using EmailCampaign.Client.Commands;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Terminals;

namespace EmailCampaign.Client.Tests.Fixtures;

/// <summary>The console over a fake campaign service: a command line in; exit code, output and messages out.</summary>
internal sealed class ConsoleFixture : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public ConsoleFixture(params IEnumerable<Connecting> answers)
    {
        var given = answers.ToList();
        Connector = new FakeConnector(given.Count > 0 ? given : [new Connecting.Connected(Campaigns)]);
        Interruption = new Interruption(code => Exits.Add(code));
    }

    public FakeCampaigns Campaigns { get; } = new();

    public FakeConnector Connector { get; }

    public Interruption Interruption { get; }

    public List<int> Exits { get; } = [];

    public TemporaryFolder Folder { get; } = new();

    public TimeProvider Clock { get; init; } = new JumpingClock(Now);

    /// <summary>What a person types when asked; null: there is nobody to ask.</summary>
    public TextReader? Input { get; set; }

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public IReadOnlyList<string> OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public ConsoleContext Context => new()
    {
        Terminal = new Terminal(_output, _error, interactive: false, Input),
        Clock = Clock,
        Connector = Connector,
        Interruption = Interruption,
    };

    public Task<int> RunAsync(params string[] arguments)
        => CampaignCommand.RunAsync(Context, [.. arguments, "--data", Folder.Path], _output, _error);

    /// <summary>A launch of a good file and template, with more options.</summary>
    public Task<int> LaunchAsync(params string[] options) => RunAsync(
        ["launch", Folder.Contacts(), "--template", Folder.Template(), "--from", "Acme <news@acme.example>", "--id", "spring", .. options]);

    public void Dispose()
    {
        Interruption.Dispose();
        Folder.Dispose();
        _output.Dispose();
        _error.Dispose();
    }
}
