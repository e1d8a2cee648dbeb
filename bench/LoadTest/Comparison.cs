using System.Globalization;
using System.Text.Json;

namespace EmailCampaign.LoadTest;

/// <summary>Runs the subjects in turn and prints their medians.</summary>
internal static class Comparison
{
    public static async Task<int> RunAsync(
        IReadOnlyList<Subject> subjects, int runs, int contacts, bool json, CancellationToken cancellationToken)
    {
        var measured = subjects.ToDictionary(static subject => subject, static _ => new List<Measurement>());
        for (var run = 0; run < runs; run++)
        {
            foreach (var subject in subjects)
            {
                measured[subject].Add(await subject.MeasureAsync(cancellationToken));
            }
        }

        if (!json)
        {
            Console.WriteLine($"{contacts:N0} contacts, {Environment.ProcessorCount} cores, median of {runs}");
            Console.WriteLine($"{"",-32}{"mails/s sending",18}{"mails/s whole",16}{"CPU µs/mail",14}{"peak MB",10}");
        }

        var lost = false;
        foreach (var subject in subjects)
        {
            var results = measured[subject];
            lost |= results.Exists(result => result.Sent is { } sent && sent != contacts);
            Print(subject.Name, results, contacts, json);
        }

        if (lost)
        {
            await Console.Error.WriteLineAsync("A subject did not send every mail.");
        }

        return lost ? 1 : 0;
    }

    private static void Print(string name, List<Measurement> results, int contacts, bool json)
    {
        double? sending = results.TrueForAll(static result => result.Sending is not null)
            ? Median(results.Select(result => contacts / result.Sending!.Value.TotalSeconds))
            : null;
        var whole = Median(results.Select(result => contacts / result.Whole.TotalSeconds));
        var cpu = Median(results.Select(result => result.Cpu.TotalMicroseconds / contacts));
        var peak = Median(results.Select(static result => result.PeakBytes / 1e6));
        Console.WriteLine(json
            ? JsonSerializer.Serialize(new { name, contacts, mailsPerSecondSending = sending, mailsPerSecondWhole = whole, cpuMicrosecondsPerMail = cpu, peakMegabytes = peak })
            : string.Create(CultureInfo.InvariantCulture, $"{name,-32}{(sending is { } rate ? rate.ToString("N0", CultureInfo.InvariantCulture) : "-"),18}{whole,16:N0}{cpu,14:N0}{peak,10:N0}"));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
