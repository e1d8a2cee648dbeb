using System.Globalization;

namespace EmailCampaign.LoadTest.Children;

/// <summary>
/// How a sink in a child process talks with the one that measures: it prints its port; then, for each line that it reads, what it took, when
/// the first of it came (ticks of UTC), and the ticks between the first and the last. It ends with its input.
/// </summary>
internal static class SinkTalk
{
    // Looks now and then instead of stamping each mail: the sink must not be what is measured.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);

    public static async Task RunAsync(int port, Func<int> taken)
    {
        var clock = TimeProvider.System;
        await Console.Out.WriteLineAsync(port.ToString(CultureInfo.InvariantCulture));
        using var timer = new PeriodicTimer(LookEvery);

        // Console.In would block: its asynchronous methods are synchronous.
        using var input = new StreamReader(Console.OpenStandardInput());
        var asked = input.ReadLineAsync();
        var (first, last, count, firstAt) = (0L, 0L, 0, default(DateTimeOffset));
        while (true)
        {
            if (taken() is var now && now != count)
            {
                last = clock.GetTimestamp();
                (first, firstAt) = count == 0 ? (last, clock.GetUtcNow()) : (first, firstAt);
                count = now;
            }

            if (!asked.IsCompleted)
            {
                await timer.WaitForNextTickAsync();
                continue;
            }

            if (await asked is null)
            {
                return;
            }

            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{count} {firstAt.UtcTicks} {clock.GetElapsedTime(first, last).Ticks}"));
            asked = input.ReadLineAsync();
        }
    }
}
