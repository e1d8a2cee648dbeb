using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Processes;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.SystemTests.Crashes;

/// <summary><c>kill -9</c> of the console, and with it of the silo that it hosts, in the middle of 20,000 mails.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Recipients = 20_000;

    private static readonly int[] KilledAt = [3_000, 8_000, 14_000];

    private readonly List<RecipientLine> _claimed = [];

    [Fact]
    public async Task Resume_AfterThreeKills_EveryoneIsMailedAndEveryDuplicateWasClaimedThen()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var workspace = new Workspace().SendTo(server);

        var run = await SendThroughKillsAsync(workspace, server, "at-least-once");

        var status = await workspace.StatusAsync("killed");
        run.AssertExit(status.Recipients.InDoubt > 0 ? 1 : 0);
        Assert.Equal("completed", status.Phase);
        Assert.Equal(Recipients, status.Recipients.Sent + status.Recipients.InDoubt);
        var counts = server.AcceptedByRecipient();
        var ledger = await workspace.RecipientsAsync("killed");
        Assert.All(ledger, recipient => Assert.True(
            recipient.Status == "sent" ? counts.GetValueOrDefault(recipient.Email) >= 1 : recipient.Doubts > 1, recipient.ToString()));
        Assert.All(ledger, recipient => Assert.True(counts.GetValueOrDefault(recipient.Email) <= 1 + recipient.Doubts, recipient.ToString()));
        var duplicates = server.AcceptedCount - counts.Count;
        output.WriteLine($"{_claimed.Count} claims open at the kills, {duplicates} duplicates, {status.Recipients.InDoubt} in doubt twice");
        Assert.True(duplicates <= _claimed.Count, $"{duplicates} duplicates, {_claimed.Count} claims");
        Assert.Empty(counts.Where(pair => pair.Value > 1).Select(pair => pair.Key).Except(_claimed.Select(recipient => recipient.Email)));
    }

    [Fact]
    public async Task Resume_AtMostOnceAfterThreeKills_NobodyIsMailedTwiceAndTheDoubtfulAreNamedAndReplayable()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var workspace = new Workspace().SendTo(server);

        var run = await SendThroughKillsAsync(workspace, server, "at-most-once");

        run.AssertExit(1);
        var counts = server.AcceptedByRecipient();
        Assert.All(counts, pair => Assert.True(pair.Value == 1, $"{pair.Key} was mailed {pair.Value} times"));
        var inDoubt = await workspace.RecipientsAsync("killed", "--status", "in-doubt");
        var list = await workspace.RunAsync("dead-letters", "list", "killed", "--in-doubt", "--json");
        Assert.Equal(inDoubt.Select(recipient => recipient.Email), list.Lines.Select(line => RecipientLine.Parse(line).Email));
        Assert.Equal(
            _claimed.Select(recipient => recipient.Email).Order(StringComparer.Ordinal),
            inDoubt.Select(recipient => recipient.Email).Order(StringComparer.Ordinal));
        var status = await workspace.StatusAsync("killed");
        Assert.Equal(Recipients, status.Recipients.Sent + inDoubt.Count);
        output.WriteLine($"{inDoubt.Count} in doubt, {Recipients - counts.Count} of them not mailed");

        (await workspace.RunAsync("dead-letters", "replay", "killed", "--in-doubt")).AssertExit(0);

        var after = server.AcceptedByRecipient();
        Assert.Equal(Recipients, after.Count);
        Assert.Equal(
            inDoubt.Select(recipient => recipient.Email).Order(StringComparer.Ordinal),
            after.Where(pair => pair.Value > counts.GetValueOrDefault(pair.Key)).Select(pair => pair.Key).Order(StringComparer.Ordinal));
    }

    private async Task<ConsoleRun> SendThroughKillsAsync(Workspace workspace, ScriptedSmtpServer server, string guarantee)
    {
        var contacts = workspace.Contacts(Enumerable.Range(0, Recipients).Select(i => $"user{i}@example{i % 500}.test"));
        var console = workspace.Launch(contacts, "killed", "--guarantee", guarantee);
        foreach (var mails in KilledAt)
        {
            await server.WhenAcceptedAsync(mails).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            await console.KillAsync();
            await Eventually.TrueAsync(() => server.OpenSessions == 0, () => $"{server.OpenSessions} sessions");
            var (before, sessions) = (server.AcceptedCount, server.SessionCount);

            var status = await workspace.StatusAsync("killed");
            var claimed = await workspace.RecipientsAsync("killed", "--status", "claimed");

            Assert.Equal(sessions, server.SessionCount); // asking sends nothing
            Assert.True(status.Recipients.Claimed > 0, $"{status}");
            Assert.Equal(status.Recipients.Claimed, claimed.Count);
            Assert.InRange(before - status.Recipients.Sent - status.Recipients.InDoubt, -Recipients, _claimed.Count + claimed.Count);
            _claimed.AddRange(claimed);

            console = workspace.Start("resume", "killed");
            await server.WhenAcceptedAsync(before + 1).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            var first = console.Age;
            output.WriteLine($"killed at {before}, {claimed.Count} claimed, first mail {first.TotalSeconds:0.00} s after the command");
            Assert.True(first < TimeSpan.FromSeconds(3), $"The first mail came {first.TotalSeconds:0.00} s after the command.");
        }

        return await Workspace.EndAsync(console);
    }
}
