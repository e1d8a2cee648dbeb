using System.Globalization;
using System.Text.Json;

namespace EmailCampaign.LoadTest.Measuring;

/// <summary>The figures as text.</summary>
internal static class Report
{
    private const double Megabyte = 1024 * 1024;

    public static IEnumerable<string> Of(IReadOnlyList<(string Name, Measurement Median)> subjects, LoadTestOptions options)
    {
        if (options.Json)
        {
            return subjects.Select(subject => JsonSerializer.Serialize(new
            {
                subject = subject.Name,
                sink = options.Sink.Name,
                contacts = options.Contacts,
                workers = options.Workers,
                runs = options.Runs,
                sendingPerSecond = Round(subject.Median.SendingRate),
                wholePerSecond = Round(subject.Median.WholeRate),
                importRowsPerSecond = Round(subject.Median.ImportRate),
                cpuMicrosecondsPerMail = Round(subject.Median.CpuPerMail),
                sinkCpuMicrosecondsPerMail = Round(subject.Median.SinkCpuPerMail),
                peakMemoryMegabytes = Round(subject.Median.PeakBytes / Megabyte),
            }));
        }

        return
        [
            string.Create(CultureInfo.InvariantCulture, $"{options.Contacts:N0} mails, {options.Workers} workers, {options.Sink.Name}, medians of {options.Runs}:"),
            $"{"",-20} {"sending/s",10} {"whole/s",10} {"import/s",10} {"CPU µs/mail",12} {"peak MB",8}",
            .. subjects.Select(static subject => string.Create(
                CultureInfo.InvariantCulture,
                $"{subject.Name,-20} {Figure(subject.Median.SendingRate),10} {subject.Median.WholeRate,10:N0} {Figure(subject.Median.ImportRate),10} {subject.Median.CpuPerMail,12:N0} {subject.Median.PeakBytes / Megabyte,8:N0}")),
        ];
    }

    private static string Figure(double? figure) => figure?.ToString("N0", CultureInfo.InvariantCulture) ?? "-";

    private static double? Round(double? figure) => figure is { } value ? Math.Round(value, 1) : null;
}
