using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Consoles;
using EmailCampaign.Testing.Processes;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.SystemTests.Crashes;

/// <summary>The console with its silo dies as by kill -9, with mails on the wire.</summary>
[Collection(TestGroups.Embedded)]
public sealed class KillTests(ITestOutputHelper log)
{
    // The promise is 3 s, on a machine that has nothing else to do: there the console shows its help within the usual time. Where that takes
    // longer, everything does. The fastest of a test's three restarts keeps the promise, and none comes near the 30 s that a foreign claim
    // would have to be waited for.
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private readonly List<double> _restarts = [];

    [Fact]
    public async Task Resume_KilledThreeTimesAtLeastOnce_EveryoneIsMailedAndOnlyClaimedOnesTwice()
    {
        await using var gate = new SendingGate();
        await using var workspace = new Workspace().SendTo(gate.Server);
        var addresses = Addresses(20_000);
        var process = workspace.Launch(workspace.Contacts(addresses), "crash");

        var claimed = await KillAsync(workspace, gate, process, "crash", 2_000, 8_000, 15_000);
        process = await ResumeAsync(workspace, gate, "crash");
        var exit = await process.ExitAsync(TimeSpan.FromMinutes(2));
        Assert.True(_restarts.Min() <= 1, $"Until the first mail it took {string.Join(", ", _restarts)} times what is promised.");

        // Who was claimed at two of the kills has been sent once more already, and stays in doubt: by name, for the operator to decide.
        var counts = gate.Server.AcceptedByRecipient();
        var doubted = (await workspace.RecipientsAsync("crash")).Where(recipient => recipient.Status == "in-doubt").ToList();
        Assert.All(doubted, recipient => Assert.Equal(2, recipient.Doubts));
        Assert.Empty(doubted.Select(recipient => recipient.Email).Except(claimed));
        Assert.True(exit == (doubted.Count == 0 ? 0 : 1), process.ToString());
        Assert.Equal(20_000 - doubted.Count, (await workspace.StatusAsync("crash")).Recipients.Sent);
        Assert.Empty(addresses.Except(counts.Keys).Except(doubted.Select(recipient => recipient.Email)));
        var twice = counts.Where(count => count.Value > 1).ToList();
        log.WriteLine($"{claimed.Count} claims were open at the kills, {twice.Count} recipients got it twice");
        Assert.NotEmpty(twice); // else no kill met a mail on the wire
        Assert.Empty(twice.Select(count => count.Key).Except(claimed));
        Assert.True(counts.Values.Sum() - 20_000 <= claimed.Count, $"{counts.Values.Sum()} mails, {claimed.Count} claims");
        var recipients = (await workspace.RecipientsAsync("crash")).ToDictionary(recipient => recipient.Email);
        Assert.All(twice, count => Assert.True(recipients[count.Key].Doubts >= count.Value - 1, recipients[count.Key].ToString()));
        Assert.Equal(claimed.Distinct().Order(StringComparer.Ordinal), recipients.Values.Where(recipient => recipient.Doubts > 0).Select(recipient => recipient.Email).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Resume_KilledThreeTimesAtMostOnce_NobodyIsMailedTwiceAndTheDoubtsAreNamedAndReplayable()
    {
        await using var gate = new SendingGate();
        await using var workspace = new Workspace().SendTo(gate.Server);
        var addresses = Addresses(20_000);
        var process = workspace.Launch(workspace.Contacts(addresses), "once", "--guarantee", "at-most-once");

        var claimed = await KillAsync(workspace, gate, process, "once", 2_000, 8_000, 15_000);
        process = await ResumeAsync(workspace, gate, "once");
        Assert.True(await process.ExitAsync(TimeSpan.FromMinutes(2)) == 1, process.ToString());
        Assert.True(_restarts.Min() <= 1, $"Until the first mail it took {string.Join(", ", _restarts)} times what is promised.");

        var before = gate.Server.AcceptedByRecipient();
        Assert.All(before, count => Assert.Equal(1, count.Value));
        var doubtful = (await workspace.RecipientsAsync("once", "--status", "in-doubt")).Select(recipient => recipient.Email).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(claimed.Order(StringComparer.Ordinal), doubtful);
        var listed = await workspace.RunAsync("dead-letters", "list", "once", "--in-doubt", "--json");
        Assert.Equal(doubtful, listed.Lines.Select(RecipientLine.Parse).Select(recipient => recipient.Email).Order(StringComparer.Ordinal));
        Assert.Empty(addresses.Except(before.Keys).Except(doubtful));
        log.WriteLine($"{doubtful.Count} in doubt, {doubtful.Count(before.ContainsKey)} of them had been taken");

        (await workspace.RunAsync("dead-letters", "replay", "once", "--in-doubt")).AssertExit(0);

        var after = gate.Server.AcceptedByRecipient();
        Assert.Equal(
            doubtful, addresses.Where(address => after[address] - before.GetValueOrDefault(address) == 1).Order(StringComparer.Ordinal));
        Assert.Equal(20_000, (await workspace.StatusAsync("once")).Recipients.Sent);
    }

    private async Task<List<string>> KillAsync(Workspace workspace, SendingGate gate, RunningProcess process, string id, params int[] points)
    {
        var claimed = new List<string>();
        gate.CloseAt(points[0]);
        for (var kill = 0; kill < points.Length; kill++)
        {
            if (kill > 0)
            {
                process = await ResumeAsync(workspace, gate, id, points[kill]);
            }

            await Eventually.TrueAsync(
                () => gate.Server.AcceptedCount >= points[kill] && gate.Held >= 5, () => $"{gate.Server.AcceptedCount} taken, {gate.Held} held; {process}");
            await process.KillAsync();
            await gate.OpenAndEmptyAsync();
            var sessions = gate.Server.SessionCount;

            var status = await workspace.StatusAsync(id);
            var names = (await workspace.RecipientsAsync(id, "--status", "claimed")).Select(recipient => recipient.Email).ToList();

            Assert.Equal(sessions, gate.Server.SessionCount); // who asks does not send
            Assert.Equal("sending", status.Phase);
            Assert.Equal(status.Recipients.Claimed, names.Count);
            Assert.True(status.Recipients.Claimed > 0, status.ToString());
            claimed.AddRange(names);
        }

        return claimed;
    }

    private async Task<RunningProcess> ResumeAsync(Workspace workspace, SendingGate gate, string id, int closeAt = int.MaxValue)
    {
        var help = workspace.Start("--help");
        await help.ExitAsync();
        var slowness = Math.Max(1, help.Age / Usual);
        gate.CloseAt(closeAt);
        var mails = gate.Server.Steps(SmtpStep.Mail);
        var process = workspace.Start("resume", id);
        await Eventually.TrueAsync(() => gate.Server.Steps(SmtpStep.Mail) > mails, process.ToString);
        var took = process.Age;
        log.WriteLine($"sending again {took.TotalSeconds:0.00} s after the command, on a machine that takes {slowness:0.0} times as long as usual");
        Assert.True(took <= Bound * slowness, $"It took {took.TotalSeconds:0.00} s until the first mail.");
        _restarts.Add(took / (Promise * slowness));
        return process;
    }

    private static List<string> Addresses(int count) => [.. Enumerable.Range(0, count).Select(i => $"user{i}@example{i % 500}.test")];
}
