using System.Globalization;
using System.Text.RegularExpressions;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.SystemTests.Model;

/// <summary>What spin found in <c>docs/model/claim-lease.pml</c>, searched with some bounds and rules.</summary>
/// <param name="Errors">Counterexamples; the search ends at the first.</param>
/// <param name="IsComplete">Whether every state was seen: neither an error nor a bound of depth, memory or time ended it.</param>
/// <param name="States">Different states that were seen.</param>
/// <param name="Report">All that the verifier printed.</param>
internal sealed partial record ModelSearch(int Errors, bool IsComplete, long States, string Report)
{
    private const int MostMegabytes = 2000;

    private static readonly string Model = Path.Combine(AppContext.BaseDirectory, "model", "claim-lease.pml");
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Finds spin, and the compiler that its verifiers need.</summary>
    public static ForeignTool FindSpin()
    {
        var spin = ForeignTool.Find("spin");
        return spin is null || ForeignTool.Find("gcc") is null ? new(null, "spin and gcc are not installed") : new(spin, "");
    }

    /// <summary>Generates a verifier, compiles it and runs it.</summary>
    /// <param name="spin">What <see cref="FindSpin"/> found.</param>
    /// <param name="settings">Names and values of the model's bounds and rules, as in <c>CRASHES=1 TAKEOVERS=1</c>.</param>
    /// <param name="optimization">Option of gcc: a short search does not repay a long compilation.</param>
    public static async Task<ModelSearch> RunAsync(ForeignTool spin, string settings, string optimization)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("campaign-model-");
        try
        {
            var defined = settings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static setting => "-D" + setting);
            await MakeAsync(spin.Program!, ["-a", .. defined, Model], directory.FullName);
            await MakeAsync(
                ForeignTool.Find("gcc")!,
                [optimization, "-w", "-DSAFETY", "-DNOREDUCE", "-DVECTORSZ=512", $"-DMEMLIM={MostMegabytes}", "-o", "pan", "pan.c"],
                directory.FullName);

            await using var verifier = RunningProcess.Start(Path.Combine(directory.FullName, "pan"), ["-m100000", "-w22", "-n"], directory.FullName);
            var code = await verifier.ExitAsync(Limit);
            return Read(verifier.Output + verifier.Error, code);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task MakeAsync(string program, IReadOnlyList<string> arguments, string directory)
    {
        await using var process = RunningProcess.Start(program, arguments, directory);
        Assert.True(await process.ExitAsync(Limit) == 0, process.ToString());
    }

    private static ModelSearch Read(string report, int code)
    {
        var (errors, states) = (ErrorCount().Match(report), StateCount().Match(report));
        Assert.True(errors.Success && states.Success, $"The verifier did not end as expected (exit code {code}): {report}");
        return new(
            int.Parse(errors.Groups["count"].Value, CultureInfo.InvariantCulture),
            code == 0 && !Incomplete().IsMatch(report),
            (long)double.Parse(states.Groups["count"].Value, CultureInfo.InvariantCulture),
            report);
    }

    [GeneratedRegex(@"errors: (?<count>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ErrorCount();

    [GeneratedRegex(@"(?<count>[\d.e+]+) states, stored", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StateCount();

    [GeneratedRegex("not completed|depth too small|MEMLIM|out of memory|aborted", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Incomplete();
}
