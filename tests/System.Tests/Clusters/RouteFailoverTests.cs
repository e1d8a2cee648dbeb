using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Clusters;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.SystemTests.Clusters;

/// <summary>A campaign through two accounts over three silos, one of which goes away in the middle and comes back.</summary>
public sealed class RouteFailoverTests(PostgresFixture postgres, ITestOutputHelper log)
{
    private const int Contacts = 20_000;

    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(5);

    private static readonly SmtpScript Slow = SmtpScript.AcceptAll.On(SmtpStep.Rcpt, new SmtpAction.Delay(TimeSpan.FromMilliseconds(50)));

    [Theory]
    [InlineData(0, 0.75)] // beside each other, with weights 3 and 1
    [InlineData(1, 1)] // the second only for emergencies
    public async Task Outage_OfOneAccountInTheMiddle_TheOtherTakesItsShareUntilItIsBack(int order, double expected)
    {
        await using var second = ScriptedSmtpServer.Start(Slow);
        await using var first = ScriptedSmtpServer.Start(Slow);
        await using var cluster = new TestCluster(await postgres.EmptyDatabaseAsync()).SendTo(first.Port);
        await cluster.Set("Providers__relay__Type", "smtp").Set("Providers__relay__Host", "127.0.0.1").Set("Providers__relay__Port", $"{second.Port}")
            .Set("Providers__relay__Security", "none").Set("Sending__MailProvider", "main")
            .Set("Routes__main__0__Account", "smtp").Set("Routes__main__0__Weight", "3").Set("Routes__main__1__Account", "relay").Set("Routes__main__1__Order", $"{order}")
            .StartAsync(3);
        await using var workspace = new Workspace { Cluster = cluster.Database };
        var addresses = Enumerable.Range(0, Contacts).Select(static i => $"user{i}@example{i % 500}.test").ToList();
        var console = workspace.Launch(workspace.Contacts(addresses), "route");
        await first.WhenAcceptedAsync(4_500).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        var before = (First: first.AcceptedCount, Second: second.AcceptedCount);

        // Connections are refused, and those that are open break off with whatever is on the wire; what was taken before has been said.
        var lost = TimeProvider.System.GetTimestamp();
        first.Script = new SmtpScript { Otherwise = static _ => new SmtpAction.Drop(Reset: true) };
        await first.RefuseAsync();
        var through = second.AcceptedCount;
        await second.WhenAcceptedAsync(through + 1_000).WaitAsync(Promise, TestContext.Current.CancellationToken);
        var tookOver = TimeProvider.System.GetElapsedTime(lost);

        await using var back = ScriptedSmtpServer.Start(Slow, first.Port);
        var returned = TimeProvider.System.GetTimestamp();
        await back.WhenAcceptedAsync(1).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        var found = TimeProvider.System.GetElapsedTime(returned);

        // Each silo's breaker lets the account back at its own time; the share is read when all of them have.
        await back.WhenAcceptedAsync(3_000).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        var after = (First: back.AcceptedCount, Second: second.AcceptedCount);

        Assert.True(await console.ExitAsync(TimeSpan.FromMinutes(3)) == 0, console.ToString());
        var share = new[] { Ratio(before.First, before.Second), Ratio(back.AcceptedCount - after.First, second.AcceptedCount - after.Second) };
        log.WriteLine(
            $"a thousand mails through the other {tookOver.TotalSeconds:0.0} s after the loss; the first was used again {found.TotalSeconds:0.0} s after its return; "
            + $"its share before {share[0]:0.00}, afterwards {share[1]:0.00} of {back.AcceptedCount - after.First + second.AcceptedCount - after.Second}; {console.Age.TotalSeconds:0} s in all");

        // Up to 1,500 mails are on their way when the shares are read.
        Assert.All(share, part => Assert.InRange(part, expected - 0.15, expected + 0.15));
        Assert.InRange(tookOver, TimeSpan.Zero, Promise);

        // Mails of both accounts, recipient by recipient: none lost, none twice, each by the account that the ledger names.
        Dictionary<string, IReadOnlyDictionary<string, int>[]> byAccount = new() { ["smtp"] = [first.AcceptedByRecipient(), back.AcceptedByRecipient()], ["relay"] = [second.AcceptedByRecipient()] };
        var ledger = await workspace.RecipientsAsync("route");
        Assert.Equal(Contacts, ledger.Count);
        Assert.All(ledger, recipient =>
        {
            Assert.Equal("sent", recipient.Status);
            Assert.Equal(1, byAccount.Values.SelectMany(static counts => counts).Sum(counts => counts.GetValueOrDefault(recipient.Email)));
            Assert.Equal(1, byAccount[recipient.Account!].Sum(counts => counts.GetValueOrDefault(recipient.Email)));
        });
        Assert.Equal(Contacts, (await workspace.StatusAsync("route")).Recipients.Sent);
    }

    private static double Ratio(int first, int second) => (double)first / (first + second);
}
