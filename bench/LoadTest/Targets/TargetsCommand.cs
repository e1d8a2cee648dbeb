using System.CommandLine;
using EmailCampaign.LoadTest.Programs;
using EmailCampaign.LoadTest.Sinks;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.LoadTest.Targets;

/// <summary>The command <c>targets</c>.</summary>
internal static class TargetsCommand
{
    public static Command Build()
    {
        var scenarios = new Option<string[]>("--scenario") { Description = "Only this scenario; may be repeated.", DefaultValueFactory = static _ => [] };
        scenarios.AcceptOnlyFromAmong([.. TargetsRun.All.Select(static scenario => scenario.Name)]);
        var runs = NumberOption.Of("--runs", "Runs of each subject, in turn; medians count.", 5);
        var workers = NumberOption.Of("--workers", "Senders of a silo, and connections of the others.", 20);
        var million = new Option<bool>("--million") { Description = "A million contacts, too." };
        var scale = new Option<double>("--scale") { Description = "Share of the contacts, to try the command: nothing is judged then.", DefaultValueFactory = static _ => 1 };
        scale.Validators.Add(static result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<double>() is not (> 0 and <= 1))
            {
                result.AddError("--scale must be a number above 0, and 1 at most.");
            }
        });
        var sink = new Option<FileInfo?>("--smtp-sink") { Description = "Postfix's smtp-sink, where it is neither on the path nor to be unpacked." };
        var builtIn = new Option<bool>("--sink") { Description = "Use the built-in sink, which is slower." };
        var console = new Option<DirectoryInfo?>("--console") { Description = "A folder with console and silo to measure; otherwise they are published first." };
        var json = new Option<bool>("--json") { Description = "One JSON object." };
        var command = new Command("targets", "Measures what is promised, and says what holds.")
        {
            scenarios, runs, workers, million, scale, sink, builtIn, console, json,
        };
        command.SetAction((parse, token) => RunAsync(
            new()
            {
                Runs = parse.GetValue(runs),
                Workers = parse.GetValue(workers),
                Million = parse.GetValue(million),
                Scale = parse.GetValue(scale),
                Console = parse.GetValue(console) is { } folder ? new ConsoleBuild("campaign", folder.FullName) : ConsoleBuild.Beside,
                IsConsoleGiven = parse.GetValue(console) is not null,
                Sink = SinkKind.BuiltIn,
            },
            parse.GetValue(builtIn) ? null : parse.GetValue(sink)?.FullName ?? "",
            parse.GetValue(scenarios) is { Length: > 0 } chosen ? [.. TargetsRun.All.Where(scenario => chosen.Contains(scenario.Name))] : TargetsRun.All,
            parse.GetValue(json),
            token));
        return command;
    }

    private static async Task<int> RunAsync(
        TargetsOptions options, string? sink, IReadOnlyList<IScenario> scenarios, bool json, CancellationToken cancellationToken)
    {
        try
        {
            options = options with
            {
                Console = options.IsConsoleGiven ? options.Console : await ConsolePublishing.PublishAsync(),
                Sink = sink is null ? SinkKind.BuiltIn : await PostfixAsync(sink),
            };
        }
        catch (RunFailedException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }

        return await new TargetsRun(options, scenarios, json).RunAsync(cancellationToken);
    }

    // Without it everything is measured all the same, but the built-in sink bounds what is fast.
    private static async Task<SinkKind> PostfixAsync(string given)
    {
        if (given.Length > 0)
        {
            return SinkKind.Postfix(given);
        }

        var found = await PostfixSink.FindAsync();
        if (found.IsThere)
        {
            return SinkKind.Postfix(found.Program);
        }

        await Console.Error.WriteLineAsync($"The built-in sink takes the mails: {found.Reason}.");
        return SinkKind.BuiltIn;
    }
}
