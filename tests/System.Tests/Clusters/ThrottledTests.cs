using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Clusters;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.SystemTests.Clusters;

/// <summary>A far side that takes so many mails a second, refuses the others, and never says how many it takes.</summary>
[Collection(TestGroups.Measured)]
public sealed class ThrottledTests(PostgresFixture postgres, ITestOutputHelper log)
{
    private const int Rate = 30;
    private const int Contacts = 900;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Launch_ThreeSilosOverAServerThatThrottles_SettleJustBelowItAndNobodyPays()
    {
        var allowance = new Allowance(Rate);
        await using var server = ScriptedSmtpServer.Start(new SmtpScript
        {
            Otherwise = exchange => exchange.Step == SmtpStep.Dot && !allowance.Takes()
                ? new SmtpAction.Reply("454 4.7.0 Throttling failure: Maximum sending rate exceeded.") : null,
        });
        await using var cluster = new TestCluster(await postgres.EmptyDatabaseAsync()).SendTo(server.Port)
            .Set("Sending__ThrottleBackoff", "00:00:01").Set("Sending__BatchSize", "100");
        await cluster.StartAsync(3);
        await using var workspace = new Workspace { Cluster = cluster.Database };
        var console = workspace.Launch(workspace.Contacts(Enumerable.Range(0, Contacts).Select(static i => $"user{i}@example{i % 500}.test")), "throttled");

        Assert.True(await console.ExitAsync(TimeSpan.FromMinutes(2)) == 0, console.ToString());

        var begun = server.Deliveries.First().At;
        var arrivals = server.Deliveries.Select(delivery => TimeProvider.System.GetElapsedTime(begun, delivery.At)).Order().ToList();
        var settled = arrivals.Count(static at => at > Settling) / (arrivals[^1] - Settling).TotalSeconds;
        log.WriteLine($"{settled:0.0} mails a second from {Settling.TotalSeconds:0} s on, {arrivals.Count} in {arrivals[^1].TotalSeconds:0.0} s; {allowance.Refused} were refused");
        Assert.InRange(settled, 0.8 * Rate, 1.2 * Rate);
        Assert.True(allowance.Refused > 0, "The server was never too slow.");
        var ledger = await workspace.RecipientsAsync("throttled");
        Assert.Equal(Contacts, ledger.Count);
        Assert.All(ledger, static recipient => Assert.Equal(("sent", 1), (recipient.Status, recipient.Attempts)));
        Assert.All(server.AcceptedByRecipient(), static pair => Assert.Equal(1, pair.Value));
    }

    /// <summary>As vendors limit: so many a second, and what a second has left over may be had in the next.</summary>
    private sealed class Allowance(int perSecond)
    {
        private readonly Lock _lock = new();
        private double _left = perSecond;
        private long _at = TimeProvider.System.GetTimestamp();

        public int Refused { get; private set; }

        public bool Takes()
        {
            lock (_lock)
            {
                var now = TimeProvider.System.GetTimestamp();
                _left = Math.Min(perSecond, _left + (perSecond * TimeProvider.System.GetElapsedTime(_at, now).TotalSeconds));
                _at = now;
                if (_left < 1)
                {
                    Refused++;
                    return false;
                }

                _left--;
                return true;
            }
        }
    }
}
