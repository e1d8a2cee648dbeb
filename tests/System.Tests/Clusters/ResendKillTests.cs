using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Clusters;
using EmailCampaign.Testing.Processes;
using EmailCampaign.Testing.Resend;

namespace EmailCampaign.SystemTests.Clusters;

/// <summary>Silos die as by kill -9 with batches at Resend: what they had on the wire is repeated, and Resend drops the repeat.</summary>
public sealed class ResendKillTests(PostgresFixture postgres, ITestOutputHelper log)
{
    private const int Silos = 3;
    private const int Workers = 2;
    private const int Contacts = 8_000;

    [Fact]
    public async Task Kill_WithBatchesInFlight_EveryoneIsMailedExactlyOnceAndNobodyStaysInDoubt()
    {
        await using var resend = new FakeResend(Silos, TimeSpan.FromMilliseconds(800));
        await using var cluster = new TestCluster(await postgres.EmptyDatabaseAsync());
        cluster.Set("Sending__MailProvider", "resend").Set("Sending__WorkerCount", $"{Workers}").Set("Sending__BatchSize", "200").Set("Sending__Backoff", "00:00:00.200")
            .Set("Providers__resend__ApiKey", "re_0123456789").Set("Providers__resend__AttemptTimeout", "00:02:00");
        foreach (var door in resend.Doors)
        {
            await cluster.Set("Providers__resend__BaseAddress", door.Address.AbsoluteUri).StartAsync(1);
        }

        await using var workspace = new Workspace { Cluster = cluster.Database };
        var addresses = Enumerable.Range(0, Contacts).Select(static i => $"user{i}@example{i % 500}.test").ToList();
        var console = workspace.Launch(workspace.Contacts(addresses), "batches");

        // Its mails were taken; they were lost on the way; they were taken, and Resend is still at them when they are repeated.
        await KillAsync(resend, cluster, silo: 1, takes: true);
        await KillAsync(resend, cluster, silo: 0, takes: false);
        await KillAsync(resend, cluster, silo: 2, takes: true, staysInWork: true);

        Assert.True(await console.ExitAsync(TimeSpan.FromMinutes(3)) == 0, console.ToString());
        var calls = resend.Calls;
        log.WriteLine($"{calls.Count} calls after {console.Age.TotalSeconds:0} s: {string.Join(", ", calls.CountBy(static call => call.Fate))}");
        Assert.All(calls.GroupBy(static call => call.Key), static repeats => Assert.Single(repeats.DistinctBy(static call => call.Body)));
        Assert.All(calls.Where(static call => call.Fate == ResendFate.Lost), lost => Assert.Contains(calls, call => call.Fate == ResendFate.Taken && call.Key == lost.Key));
        Assert.Contains(calls, static call => call.Fate == ResendFate.Repeated);
        Assert.Contains(calls, static call => call.Fate == ResendFate.Concurrent);
        var taken = resend.TakenByRecipient();
        Assert.Empty(addresses.Except(taken.Keys));
        Assert.Equal(Contacts, taken.Count);
        Assert.All(taken.Values, static count => Assert.Equal(1, count));
        Assert.Equal(Contacts, (await workspace.StatusAsync("batches")).Recipients.Sent);
        var doubts = (await workspace.RecipientsAsync("batches")).Count(static recipient => recipient.Doubts > 0);
        log.WriteLine($"{doubts} recipients had been in doubt");

        // Each kill leaves what its senders had, and what had been answered a moment before and was not in the ledger yet.
        Assert.InRange(doubts, 1, Silos * Workers * 100 * 2);
    }

    /// <summary>
    /// Kills a silo while calls of it are held, and starts it again. The others stand still meanwhile, so that there is work left for it.
    /// </summary>
    private static async Task KillAsync(FakeResend resend, TestCluster cluster, int silo, bool takes, bool staysInWork = false)
    {
        var door = resend.Doors[silo];
        door.Hold(takes);
        await Eventually.TrueAsync(() => door.Held >= Workers, () => $"{door.Held} calls held; {cluster.Seats[silo]}");
        var others = resend.Doors.Where(other => other != door).ToList();
        others.ForEach(static other => other.Hold());

        await cluster.Seats[silo].KillAsync();
        if (staysInWork)
        {
            door.Open();
        }
        else
        {
            door.Release();
        }

        await cluster.Seats[silo].StartAsync();
        others.ForEach(static other => other.Release());
        if (staysInWork)
        {
            await Eventually.TrueAsync(
                () => resend.Calls.Any(static call => call.Fate == ResendFate.Concurrent), () => $"{resend.Calls.Count} calls, none while Resend was at it", TimeSpan.FromMinutes(2));
            door.Release();
        }
    }
}
