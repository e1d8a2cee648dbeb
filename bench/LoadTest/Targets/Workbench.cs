using System.Globalization;
using EmailCampaign.LoadTest.Measuring;
using EmailCampaign.LoadTest.Programs;
using EmailCampaign.LoadTest.Sinks;
using EmailCampaign.LoadTest.Subjects;
using EmailCampaign.Testing.Postgres;

namespace EmailCampaign.LoadTest.Targets;

/// <summary>What the scenarios share: contacts that were written once, programs that were built once, one database server.</summary>
internal sealed class Workbench(TargetsOptions options) : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("campaign-targets-");
    private readonly Dictionary<(MaterialKind, int), Material> _materials = [];
    private readonly List<SubjectRow> _subjects = [];
    private PeerBuild? _goLoop;
    private PeerBuild? _nodemailer;
    private PeerBuild? _leanNodemailer;
    private (PostgresServer? Server, string? Reason)? _postgres;

    public TargetsOptions Options => options;

    /// <summary>What was measured so far.</summary>
    public IReadOnlyList<SubjectRow> Subjects => _subjects;

    public CampaignSubject Campaign() => new(options.Console, options.Workers);

    public async Task<PeerBuild> GoLoopAsync() => _goLoop ??= await PeerBuilding.GoLoopAsync(options.Workers);

    public async Task<PeerBuild> NodemailerAsync() => _nodemailer ??= await PeerBuilding.NodemailerAsync(options.Workers);

    public async Task<PeerBuild> LeanNodemailerAsync() => _leanNodemailer ??= await PeerBuilding.NodemailerAsync(options.Workers, isLean: true);

    /// <returns>A server of our own, or the reason why there is none.</returns>
    public async Task<(PostgresServer? Server, string? Reason)> PostgresAsync(CancellationToken cancellationToken)
        => _postgres ??= await PostgresServer.TryStartAsync(cancellationToken);

    public async Task<Material> MaterialAsync(int contacts, CancellationToken cancellationToken, MaterialKind kind = MaterialKind.Text)
    {
        var scaled = Math.Max(1, (int)(contacts * options.Scale));
        if (!_materials.TryGetValue((kind, scaled), out var material))
        {
            var folder = _folder.CreateSubdirectory(string.Create(CultureInfo.InvariantCulture, $"{kind}-{scaled}"));
            _materials[(kind, scaled)] = material = await Material.WriteAsync(kind, folder.FullName, scaled, cancellationToken);
        }

        return material;
    }

    /// <returns>The medians, in the order of the trials.</returns>
    public async Task<IReadOnlyList<Measurement>> MeasureAsync(
        string scenario, IReadOnlyList<Trial> trials, CancellationToken cancellationToken, SinkKind? sink = null)
    {
        var kind = sink ?? options.Sink;
        var medians = await new Rounds(options.Runs, kind).RunAsync(trials, cancellationToken);
        _subjects.AddRange(trials.Zip(medians, (trial, median) => new SubjectRow(scenario, trial.Subject.Name, kind.Name, median)));
        return medians;
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres?.Server is { } server)
        {
            await server.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }
}
