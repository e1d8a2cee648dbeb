using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Consoles;
using EmailCampaign.Testing.Processes;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.SystemTests.Crashes;

/// <summary>Several consoles on one data directory; the one that hosts goes.</summary>
[Collection(TestGroups.Embedded)]
public sealed class TakeoverTests
{
    [Theory]
    [InlineData("KILL")]
    [InlineData("INT")]
    public async Task HostEnds_OthersAreJoined_OneHostsAndBothCampaignsComplete(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && signal != "KILL", "Windows has no signals to send.");
        await using var server = ScriptedSmtpServer.Start(new SmtpScript
        {
            Otherwise = exchange => exchange.Step == SmtpStep.Dot ? new SmtpAction.Delay(TimeSpan.FromMilliseconds(20)) : null,
        });
        await using var workspace = new Workspace().SendTo(server);
        var (first, second) = (Addresses("first", 5_000), Addresses("second", 5_000));
        var host = workspace.Launch(workspace.Contacts(first, "first.csv"), "first");
        await server.WhenAcceptedAsync(100).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        var launched = workspace.Launch(workspace.Contacts(second, "second.csv"), "second");
        await Eventually.TrueAsync(() => Mailed(server, "second") > 0, () => $"{launched}");

        (await workspace.RunAsync("pause", "first")).AssertExit(0);
        await host.PrintsAsync("still sending: second");
        Assert.Equal("paused", (await workspace.StatusAsync("first")).Phase);
        var mailed = Mailed(server, "first");
        var resumed = workspace.Start("resume", "first");
        await Eventually.TrueAsync(() => Mailed(server, "first") > mailed, () => $"{resumed}");

        if (signal == "KILL")
        {
            await host.KillAsync();
        }
        else
        {
            await host.SignalAsync(signal);
            (await Workspace.EndAsync(host)).AssertExit(130);
        }

        var (one, two) = (await Workspace.EndAsync(resumed), await Workspace.EndAsync(launched));
        Assert.Contains("goes on in its place", one.Error + two.Error, StringComparison.Ordinal);
        one.AssertExit(0);
        two.AssertExit(0);
        var counts = server.AcceptedByRecipient();
        Assert.Empty(first.Concat(second).Except(counts.Keys));
        RecipientLine[] ledger = [.. await workspace.RecipientsAsync("first"), .. await workspace.RecipientsAsync("second")];
        Assert.All(ledger, recipient => Assert.True(counts[recipient.Email] <= 1 + recipient.Doubts, recipient.ToString()));
        if (signal == "INT")
        {
            Assert.Equal(0, ledger.Sum(recipient => recipient.Doubts));
            Assert.Equal(first.Count + second.Count, server.AcceptedCount);
        }
    }

    private static List<string> Addresses(string name, int count) => [.. Enumerable.Range(0, count).Select(i => $"{name}{i}@example.test")];

    private static int Mailed(ScriptedSmtpServer server, string name)
        => server.AcceptedByRecipient().Keys.Count(address => address.StartsWith(name, StringComparison.Ordinal));
}
