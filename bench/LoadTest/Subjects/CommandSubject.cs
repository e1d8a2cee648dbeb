using System.Globalization;
using System.Text.RegularExpressions;
using EmailCampaign.LoadTest.Measuring;
using EmailCampaign.LoadTest.Sinks;

namespace EmailCampaign.LoadTest.Subjects;

/// <summary>Any other program. Its sending phase is not known, only the whole command.</summary>
/// <param name="command">With the places <c>{contacts}</c>, <c>{template}</c>, <c>{host}</c> and <c>{port}</c>; double quotes keep spaces together.</param>
internal sealed partial class CommandSubject(string command) : ISubject
{
    public string Name => Words().Match(command) is { Success: true } first ? Path.GetFileName(first.Value.Trim('"')) : command;

    public async Task<Measurement> RunAsync(Material material, ISink sink, CancellationToken cancellationToken)
    {
        var target = sink.Smtp ?? throw new RunFailedException($"{Name} is given an SMTP server only.");
        var words = Words().Matches(command)
            .Select(word => word.Value.Replace("\"", "", StringComparison.Ordinal)
                .Replace("{contacts}", material.ContactsFile, StringComparison.Ordinal)
                .Replace("{template}", material.TemplateFolder, StringComparison.Ordinal)
                .Replace("{host}", target.Host, StringComparison.Ordinal)
                .Replace("{port}", target.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
            .ToArray();
        var run = await MeasuredProcess.RunAsync(new ChildCommand(words[0], words[1..]), cancellationToken);
        return new Measurement
        {
            Mails = material.Contacts,
            StartedAt = run.StartedAt,
            Seconds = run.Elapsed.TotalSeconds,
            CpuSeconds = run.Cpu.TotalSeconds,
            PeakBytes = run.PeakMemory,
            MachineCpuSeconds = run.MachineCpu?.TotalSeconds,
        };
    }

    [GeneratedRegex("""(?:[^\s"]|"[^"]*")+""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Words();
}
