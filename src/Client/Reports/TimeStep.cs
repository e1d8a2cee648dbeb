namespace EmailCampaign.Client.Reports;

/// <summary>Lengths of time that a person counts in; each is a multiple of all shorter ones.</summary>
internal static class TimeStep
{
    private static readonly TimeSpan[] All =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromDays(1), TimeSpan.FromDays(10), TimeSpan.FromDays(100),
    ];

    public static TimeSpan Shortest => All[0];

    public static TimeSpan? After(TimeSpan step)
    {
        foreach (var longer in All)
        {
            if (longer > step)
            {
                return longer;
            }
        }

        return null;
    }

    /// <summary>This step and all longer ones.</summary>
    public static IEnumerable<TimeSpan> From(TimeSpan step) => All.Where(each => each >= step);

    public static long Number(DateTimeOffset at, TimeSpan step) => at.ToUnixTimeSeconds() / (step.Ticks / TimeSpan.TicksPerSecond);

    public static DateTimeOffset Start(long number, TimeSpan step) => DateTimeOffset.FromUnixTimeSeconds(number * (step.Ticks / TimeSpan.TicksPerSecond));

    /// <summary><c>minute</c>, <c>10 minutes</c>: as in "mails per ...".</summary>
    public static string Words(TimeSpan step) => step switch
    {
        { TotalMinutes: < 1 } => Words((int)step.TotalSeconds, "second"),
        { TotalHours: < 1 } => Words((int)step.TotalMinutes, "minute"),
        { TotalDays: < 1 } => Words((int)step.TotalHours, "hour"),
        _ => Words((int)step.TotalDays, "day"),
    };

    private static string Words(int count, string unit) => count == 1 ? unit : $"{count} {unit}s";
}
