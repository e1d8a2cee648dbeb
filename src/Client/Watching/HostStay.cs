using EmailCampaign.Client.Connections;

namespace EmailCampaign.Client.Watching;

/// <summary>Keeps a hosting console until nothing of its data directory is in work.</summary>
internal sealed class HostStay(ConsoleContext console, ICampaignConnection connection)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <param name="schedules">Whether scheduled campaigns are waited for too.</param>
    /// <param name="cancellationToken">The person interrupted.</param>
    public async Task UntilIdleAsync(bool schedules, CancellationToken cancellationToken)
    {
        if (!connection.Hosts)
        {
            return;
        }

        await connection.RecoveredAsync().WaitAsync(cancellationToken);
        var said = "";
        while (Describe(connection.Work, schedules) is { } waiting)
        {
            if (waiting != said)
            {
                console.Terminal.Message(waiting);
                said = waiting;
            }

            await Task.Delay(Interval, console.Clock, cancellationToken);
        }
    }

    private static string? Describe(WorkInHand work, bool schedules)
    {
        var parts = new List<string>();
        if (work.Sending.Count > 0)
        {
            parts.Add($"still sending: {string.Join(", ", work.Sending.Order(StringComparer.Ordinal))}");
        }

        if (work.Deleting.Count > 0)
        {
            parts.Add($"deleting: {string.Join(", ", work.Deleting.Order(StringComparer.Ordinal))}");
        }

        if (schedules && work.Scheduled.Count > 0)
        {
            parts.Add($"waiting for its time: {string.Join(", ", work.Scheduled.Order(StringComparer.Ordinal))}");
        }

        return parts.Count == 0 ? null : $"This console hosts the data directory and stays ({string.Join("; ", parts)}). Ctrl-C stops in order.";
    }
}
