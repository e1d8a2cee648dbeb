using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EmailCampaign.LoadTest.Targets;

/// <summary>The table: as Markdown for people, as one JSON object for programs.</summary>
internal sealed record TargetsReport(Machine Machine, TargetsOptions Options, IReadOnlyList<(string Scenario, TargetRow Row)> Rows, IReadOnlyList<SubjectRow> Subjects)
{
    private const double Megabyte = 1024 * 1024;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,

        // A rate over no time at all, as a handful of contacts may have.
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public string ToMarkdown() => string.Join('\n',
    [
        Machine.ToString(),
        "",
        string.Create(CultureInfo.InvariantCulture, $"Medians of {Options.Runs}, {Options.Workers} workers, sink: {Options.Sink.Name}, console: {Origin}{(Options.Scale < 1 ? $"; {Options.Scale:0.###} of the contacts, so nothing is judged" : "")}."),
        "",
        "| scenario | what | target | measured | met | behind it |",
        "|---|---|---|---|---|---|",
        .. Rows.Select(row => $"| {row.Scenario} | {row.Row.What} | {row.Row.Bound?.Text(row.Row.Unit) ?? "reported"} | {Measured(row.Row)} | {Met(row.Row) switch { true => "yes", false => "**no**", _ => "-" }} | {row.Row.Detail} |"),
        "",
        "| scenario | subject | mails | whole s | sending/s | import rows/s | CPU µs/mail | sink µs/mail | peak MB | others |",
        "|---|---|---|---|---|---|---|---|---|---|",
        .. Subjects.Select(Line),
    ]);

    public string ToJson() => JsonSerializer.Serialize(new
    {
        machine = Machine,
        runs = Options.Runs,
        workers = Options.Workers,
        scale = Options.Scale,
        sink = Options.Sink.Name,
        console = Origin,
        targets = Rows.Select(row => new
        {
            scenario = row.Scenario,
            what = row.Row.What,
            unit = row.Row.Unit,
            atLeast = row.Row.Bound is { IsLeast: true } least ? least.Value : (double?)null,
            atMost = row.Row.Bound is { IsLeast: false } most ? most.Value : (double?)null,
            measured = row.Row.Figure,
            met = Met(row.Row),
            detail = row.Row.Detail,
        }),
        subjects = Subjects.Select(static row => new { scenario = row.Scenario, subject = row.Subject, sink = row.Sink, median = row.Median }),
    }, Json);

    private string Origin => Options.IsConsoleGiven ? "a build that was given" : "this commit's, published";

    private bool? Met(TargetRow row) => Options.Scale < 1 ? null : row.IsMet;

    private static string Measured(TargetRow row)
        => row.Figure is { } figure ? string.Create(CultureInfo.InvariantCulture, $"{(figure >= 1000 ? Math.Round(figure) : Math.Round(figure, 2)):#,0.##} {row.Unit}") : "-";

    private static string Line(SubjectRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {row.Scenario} | {row.Subject} | {row.Median.Mails:N0} | {row.Median.Seconds:0.00} | {Whole(row.Median.SendingRate)} | {Whole(row.Median.ImportRate)} | {row.Median.CpuPerMail:0} | {Whole(row.Median.SinkCpuPerMail)} | {row.Median.PeakBytes / Megabyte:0} | {row.Median.OtherProcessors:0.0} |");

    private static string Whole(double? figure) => figure?.ToString("N0", CultureInfo.InvariantCulture) ?? "-";
}
