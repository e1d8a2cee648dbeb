using EmailCampaign.Testing.Clusters.Chaos;
using EmailCampaign.Testing.Consoles;

namespace EmailCampaign.SystemTests.Clusters;

/// <summary>The judge of the chaos rounds: one that finds nothing must be able to find something.</summary>
public sealed class LedgerAuditTests
{
    private static readonly string[] Addresses = ["a@example.test", "b@example.test"];

    [Fact]
    public void Of_EveryoneMailedOnce_FindsNothing()
    {
        var audit = Audit([Row("a"), Row("b")], new() { ["a"] = 1, ["b"] = 1 });

        Assert.Empty(audit.Problems);
        Assert.Equal((2, 0, 0, 0), (audit.Sent, audit.InDoubt, audit.Duplicates, audit.Lost));
    }

    [Fact]
    public void Of_SentButNeverMailed_IsLost()
    {
        var audit = Audit([Row("a"), Row("b")], new() { ["a"] = 1 });

        Assert.Equal(1, audit.Lost);
        Assert.Contains("b@example.test", Assert.Single(audit.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NeverMailedButNamedInDoubt_IsNotLost()
    {
        var audit = Audit([Row("a"), Row("b", "in-doubt", doubts: 1)], new() { ["a"] = 1 });

        Assert.Empty(audit.Problems);
        Assert.Equal((0, 1), (audit.Lost, audit.InDoubt));
    }

    [Theory]
    [InlineData(0, false, 1)] // not named
    [InlineData(1, false, 0)]
    [InlineData(1, true, 1)] // nobody is ever mailed twice
    public void Of_MailedTwice_IsAProblemUnlessTheLedgerNamesItAndTheGuaranteeAllowsIt(int doubts, bool atMostOnce, int problems)
    {
        var audit = Audit([Row("a", doubts: doubts), Row("b")], new() { ["a"] = 2, ["b"] = 1 }, atMostOnce);

        Assert.Equal((problems, 1, doubts), (audit.Problems.Count, audit.Duplicates, audit.Doubts));
    }

    [Fact]
    public void Of_LedgerThatIsNotTheContacts_FindsEachDifference()
    {
        var audit = Audit([Row("a"), Row("a"), Row("c", "pending")], new() { ["a"] = 1, ["c"] = 1, ["d"] = 1 });

        // a is there twice, b is not, d was mailed for nobody, c is neither sent nor in doubt.
        Assert.Equal(4, audit.Problems.Count);
    }

    private static LedgerAudit Audit(IReadOnlyList<RecipientLine> ledger, Dictionary<string, int> taken, bool atMostOnce = false)
        => LedgerAudit.Of(Addresses, ledger, taken.ToDictionary(static pair => $"{pair.Key}@example.test", static pair => pair.Value), atMostOnce);

    private static RecipientLine Row(string name, string status = "sent", int doubts = 0)
        => new($"{name}@example.test", 1, status, 1, "", null, 0, doubts);
}
