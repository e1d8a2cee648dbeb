using System.Collections.Concurrent;
using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.SystemTests.Delivery;

/// <summary>A server that does everything wrong that servers do, each to recipients of its own.</summary>
[Collection(TestGroups.Embedded)]
public sealed class ServerFaultTests
{
    private static readonly (string Group, int Count)[] Groups =
    [
        ("fine", 200), ("soft-once", 20), ("soft-always", 10), ("hard", 30), ("busy", 6),
        ("drop-before", 6), ("drop-after", 6), ("drop-always", 3), ("stall-rcpt", 3), ("stall-dot", 3),
    ];

    [Fact]
    public async Task Launch_FaultyServer_EachRecipientEndsAsItsReplySaysAndReplaysSendExactlyTheDead()
    {
        var asked = new ConcurrentDictionary<(string, SmtpStep), int>();
        await using var server = ScriptedSmtpServer.Start(new SmtpScript { Otherwise = exchange => Misbehave(exchange, asked) });
        await using var workspace = new Workspace().SendTo(server)
            .Set("Sending__RetryAttempts", "3")
            .Set("Sending__WorkerCount", "4")
            .Set("Providers__smtp__CommandTimeout", "00:00:01")
            .Set("Providers__smtp__FinalReplyTimeout", "00:00:01");
        var addresses = Groups.SelectMany(group => Enumerable.Range(0, group.Count).Select(i => $"{group.Group}.{i}@example.test")).ToList();
        var contacts = workspace.Contacts(addresses.OrderBy(address => address.GetHashCode(StringComparison.Ordinal) % 97).ToList());

        var run = await workspace.LaunchAsync(contacts, "faults");

        run.AssertExit(1);
        var recipients = await workspace.RecipientsAsync("faults");
        Assert.Equal(
            ["dead", "in-doubt", "sent"],
            recipients.Select(recipient => recipient.Status).Distinct().Order(StringComparer.Ordinal));
        Assert.All(recipients, recipient => Assert.True(recipient.Status == Expected(recipient.Email), recipient.ToString()));
        var counts = server.AcceptedByRecipient();
        Assert.All(addresses, address => Assert.True(counts.GetValueOrDefault(address) == Taken(address), $"{address}: {counts.GetValueOrDefault(address)}"));
        Assert.All(recipients.Where(recipient => Group(recipient.Email) == "soft-always"), recipient => Assert.Equal(3, recipient.Attempts));
        Assert.All(recipients.Where(recipient => Group(recipient.Email) == "hard"), recipient => Assert.Equal("unknown-mailbox", recipient.Reason));
        var status = await workspace.StatusAsync("faults");
        Assert.Equal((244, 40, 3), (status.Recipients.Sent, status.Recipients.Dead, status.Recipients.InDoubt));

        server.Script = SmtpScript.AcceptAll;
        (await workspace.RunAsync("dead-letters", "replay", "faults")).AssertExit(1); // the ones in doubt are left

        AssertSentAgain(server, counts, address => Expected(address) == "dead");
        counts = server.AcceptedByRecipient();
        (await workspace.RunAsync("dead-letters", "replay", "faults", "--in-doubt")).AssertExit(0);

        AssertSentAgain(server, counts, address => Expected(address) == "in-doubt");
        Assert.Equal(addresses.Count, (await workspace.StatusAsync("faults")).Recipients.Sent);

        void AssertSentAgain(ScriptedSmtpServer at, IReadOnlyDictionary<string, int> before, Func<string, bool> which) => Assert.Equal(
            addresses.Where(which).Order(StringComparer.Ordinal),
            addresses.Where(address => at.AcceptedByRecipient().GetValueOrDefault(address) - before.GetValueOrDefault(address) == 1).Order(StringComparer.Ordinal));
    }

    private static SmtpAction? Misbehave(SmtpExchange exchange, ConcurrentDictionary<(string, SmtpStep), int> asked)
    {
        var step = exchange.Step;
        if (step is not (SmtpStep.Rcpt or SmtpStep.Body or SmtpStep.Dot))
        {
            return null;
        }

        var first = asked.AddOrUpdate((exchange.Recipient, step), 1, (_, times) => times + 1) == 1;
        return (Group(exchange.Recipient), step, first) switch
        {
            ("soft-once", SmtpStep.Rcpt, true) or ("soft-always", SmtpStep.Rcpt, _) => new SmtpAction.Reply("450 4.2.0 Greylisted, come back"),
            ("hard", SmtpStep.Rcpt, _) => new SmtpAction.Reply("550 5.1.1 No such user"),
            ("busy", SmtpStep.Rcpt, true) => new SmtpAction.Reply("421 4.3.2 Too busy"),
            ("drop-before", SmtpStep.Body, true) => new SmtpAction.Drop(),
            ("drop-after", SmtpStep.Dot, true) or ("drop-always", SmtpStep.Dot, _) => new SmtpAction.Drop(TakesMail: true),
            ("stall-rcpt", SmtpStep.Rcpt, true) => new SmtpAction.Stall(),
            ("stall-dot", SmtpStep.Dot, true) => new SmtpAction.Stall(TakesMail: true),
            _ => null,
        };
    }

    private static string Group(string address) => address[..address.IndexOf('.', StringComparison.Ordinal)];

    private static string Expected(string address) => Group(address) switch
    {
        "soft-always" or "hard" => "dead",
        "drop-always" => "in-doubt",
        _ => "sent",
    };

    // At-least-once sends a recipient in doubt once more, and never a third time.
    private static int Taken(string address) => Group(address) switch
    {
        "soft-always" or "hard" => 0,
        "drop-after" or "drop-always" or "stall-dot" => 2,
        _ => 1,
    };
}
