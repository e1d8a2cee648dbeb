using System.Globalization;
using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Clusters;
using EmailCampaign.Testing.Http;
using EmailCampaign.Testing.Processes;
using EmailCampaign.Testing.Smtp;
using EmailCampaign.Testing.Tracing;

namespace EmailCampaign.SystemTests.Clusters;

/// <summary>A limit holds over all silos, and is used.</summary>
[Collection(TestGroups.Measured)]
public sealed class LimitsTests(PostgresFixture postgres, ITestOutputHelper log)
{
    private const int Rate = 50;
    private const int Lowered = 20;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Launch_FiftyASecondOverThreeSilos_HoldsIsUsedAndFollowsAChange()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var collector = ScriptedHttpServer.Start(new HttpAction.Reply(200));
        await using var cluster = new TestCluster(await postgres.EmptyDatabaseAsync()).SendTo(server.Port)
            .Set("Providers__smtp__Limits__PerSecond", $"{Rate}").Set("Sending__BatchSize", "100")
            .Set("Tracing__Endpoint", collector.Address.AbsoluteUri).Set("Tracing__Protocol", "http").Set("Tracing__SampleRatio", "1");
        await cluster.StartAsync(3);
        await using var workspace = new Workspace { Cluster = cluster.Database };
        var console = workspace.Launch(workspace.Contacts(Enumerable.Range(0, 5_000).Select(static i => $"user{i}@example{i % 500}.test")), "limited");
        await Eventually.TrueAsync(() => server.AcceptedCount > 0, () => $"{console}", TimeSpan.FromMinutes(1));
        using var stalls = new MachineStalls();
        var begun = server.Deliveries.First().At;
        await Eventually.TrueAsync(() => Seconds(begun, Last(server)) > Span.TotalSeconds, () => $"{server.AcceptedCount} mails; {console}", 2 * Span);

        var change = TimeProvider.System.GetTimestamp();
        var set = await workspace.RunAsync("limits", "set", "smtp", "--per-second", $"{Lowered}");
        Assert.Equal(0, set.ExitCode);
        var changed = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(() => Seconds(changed, Last(server)) > 7, () => $"{server.AcceptedCount} mails; {console}", Span);

        var arrivals = server.Deliveries.Select(static delivery => delivery.At).Order().ToList();
        var before = arrivals.Where(at => Seconds(begun, at) <= Span.TotalSeconds).ToList();
        var after = arrivals.Count(at => Seconds(changed, at) is > 2 and <= 7);
        var (any, undisturbed) = MostAtTheServer(before, stalls);
        log.WriteLine($"{before.Count} mails in {Span.TotalSeconds:0} s, at most {any} in one, {undisturbed} without a stall of the machine ({stalls.Count}); {after} in 5 s after the change, which took {Seconds(change, changed):0.0} s");

        // At these rates a slice is one mail, so that each mail's permit is in a span. They are exported every few seconds.
        var (permits, read) = (new List<long>(), 0);
        await Eventually.TrueAsync(
            () =>
            {
                var exports = collector.Requests.Skip(read).ToList();
                permits.AddRange(exports.SelectMany(Permits));
                read += exports.Count;
                return permits.Count >= arrivals.Count;
            },
            () => $"{permits.Count} permits of {arrivals.Count} mails",
            Span);
        permits.Sort();
        log.WriteLine($"{permits.Count} permits, at most {MostInASecond(permits, TimeSpan.TicksPerSecond)} in one second by their own times");
        Assert.Equal(Rate, MostInASecond(permits, TimeSpan.TicksPerSecond));
        Assert.InRange(before.Count, 0.95 * Rate * Span.TotalSeconds, (Rate * Span.TotalSeconds) + 3);

        // 53 were seen at most on a quiet machine; the server and the silos share this one, and a stall of it is not the limit's.
        Assert.InRange(undisturbed, 0, 56);
        Assert.InRange(after, 0.9 * Lowered * 5, (Lowered * 5) + 2);
        Assert.All(server.AcceptedByRecipient(), static pair => Assert.Equal(1, pair.Value));
    }

    private static long Last(ScriptedSmtpServer server) => server.Deliveries.Last().At;

    private static double Seconds(long from, long to) => (double)(to - from) / TimeProvider.System.TimestampFrequency;

    private static IEnumerable<long> Permits(HttpSeen export) => OtlpTraces.Read(export.Content)
        .Where(static span => span.Name == "slice" && span.Attributes.ContainsKey("permit.at"))
        .Select(static span => DateTimeOffset.Parse(span.Attributes["permit.at"], CultureInfo.InvariantCulture).UtcTicks);

    private static int MostInASecond(List<long> ordered, long second) => InASecond(ordered, second).Max();

    // What was held up comes together afterwards.
    private static (int Any, int Undisturbed) MostAtTheServer(List<long> arrivals, MachineStalls stalls)
    {
        var second = TimeProvider.System.TimestampFrequency;
        var counts = InASecond(arrivals, second);
        return (counts.Max(), counts.Where((_, index) => !stalls.Any(arrivals[index] - (2 * second), arrivals[index])).DefaultIfEmpty().Max());
    }

    /// <returns>For each time, how many lie in the second before it, itself included.</returns>
    private static List<int> InASecond(List<long> ordered, long second)
    {
        var counts = new List<int>(ordered.Count);
        var first = 0;
        for (var index = 0; index < ordered.Count; index++)
        {
            while (ordered[first] <= ordered[index] - second)
            {
                first++;
            }

            counts.Add(index - first + 1);
        }

        return counts;
    }
}
