using System.Diagnostics;
using System.Globalization;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.LoadTest.Children;

/// <summary>
/// Takes mails and counts them. Prints its port; then, for each line that it reads, its count and the ticks between the first mail
/// and the last. Ends with its input.
/// </summary>
internal static class SinkChild
{
    public const string Verb = "sink-child";

    // Looks now and then instead of stamping each mail: the sink must not be what is measured.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);

    public static async Task<int> RunAsync()
    {
        await using var server = ScriptedSmtpServer.Start();
        await Console.Out.WriteLineAsync(server.Port.ToString(CultureInfo.InvariantCulture));
        using var timer = new PeriodicTimer(LookEvery);

        // Console.In would block: its asynchronous methods are synchronous.
        using var input = new StreamReader(Console.OpenStandardInput());
        var asked = input.ReadLineAsync();
        var (first, last, count) = (0L, 0L, 0);
        while (true)
        {
            if (server.AcceptedCount is var now && now != count)
            {
                last = Stopwatch.GetTimestamp();
                first = count == 0 ? last : first;
                count = now;
            }

            if (!asked.IsCompleted)
            {
                await timer.WaitForNextTickAsync();
                continue;
            }

            if (await asked is null)
            {
                return 0;
            }

            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count} {Stopwatch.GetElapsedTime(first, last).Ticks}"));
            asked = input.ReadLineAsync();
        }
    }
}
