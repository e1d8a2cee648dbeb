using System.Text;
using EmailCampaign.Accounts;
using EmailCampaign.Campaigns;
using EmailCampaign.Grains.Tests.Cluster;
using EmailCampaign.Mail.Domains;
using EmailCampaign.Mail.Sending;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Grains.Tests.Accounts;

public sealed class ProviderDeskTests
{
    private static readonly Mailbox From = new("Acme", "news@acme.example");

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Send_OneMail_IsComposedAsItIsAndTriedOnce()
    {
        using var provider = new ScriptedProvider();

        var result = await SendAsync(provider, "scripted");

        var message = Assert.Single(provider.Attempts);
        Assert.Equal(
            new TestSendResult { Outcome = TestSendOutcome.Accepted, Account = "scripted", Text = "id-test-send.0.0.0.abc@acme.example", LeavesTheMachine = true }, result);
        Assert.Equal((From, new Mailbox("", "answers@acme.example"), "me@acme.example"), (message.From, message.ReplyTo, message.To));
        Assert.Equal(("Hello Ada", "<p>Dear Ada</p>", "Dear Ada"), (message.Subject, message.Html, message.Text));
        Assert.Equal(("test-send", 2, "test-send.0.0.0.abc", _clock.GetUtcNow()), (message.CampaignId, message.Line, message.IdempotencyKey, message.Date));
        Assert.Equal([new("List-Unsubscribe", "<https://acme.example/u>")], message.Headers);
        var file = Assert.Single(message.Attachments);
        Assert.Equal(("a.txt", "text/plain", "A"), (file.FileName, file.ContentType, Encoding.UTF8.GetString(file.Content.Span)));
    }

    [Fact]
    public async Task Send_EachOutcome_IsToldAsItIs()
    {
        var wait = TimeSpan.FromSeconds(7);
        (SendOutcome Outcome, TestSendOutcome Told, string Text, TimeSpan? Wait)[] cases =
        [
            (new SendOutcome.Accepted("q1"), TestSendOutcome.Accepted, "q1", null),
            (new SendOutcome.Rejected(RejectReason.UnknownMailbox, "550 no"), TestSendOutcome.Rejected, "UnknownMailbox: 550 no", null),
            (new SendOutcome.Deferred(DeferReason.Reply, wait, "450 later"), TestSendOutcome.Deferred, "450 later", wait),
            (new SendOutcome.Throttled(wait, "421 slow"), TestSendOutcome.Throttled, "421 slow", wait),
            (new SendOutcome.Refused(RefuseReason.Quota, "used up", wait), TestSendOutcome.Refused, "Quota: used up", wait),
            (new SendOutcome.Unreachable("no route"), TestSendOutcome.Unreachable, "no route", null),
            (new SendOutcome.Unknown("lost"), TestSendOutcome.Unknown, "lost", null),
            (SendOutcome.NotAttempted.Instance, TestSendOutcome.NotAttempted, "", null),
        ];
        foreach (var (outcome, told, text, after) in cases)
        {
            using var provider = new ScriptedProvider { Answer = _ => outcome };

            var result = await SendAsync(provider, "scripted");

            Assert.Equal((told, text, after, "scripted"), (result.Outcome, result.Text, result.RetryAfter, result.Account));
            Assert.Single(provider.Attempts);
        }
    }

    [Fact]
    public async Task Send_NoName_IsTheStandardAccount()
    {
        using var provider = new ScriptedProvider { Capabilities = new ProviderCapabilities { LeavesTheMachine = false } };

        var result = await SendAsync(provider, "");

        Assert.Equal(("scripted", false), (result.Account, result.LeavesTheMachine));
    }

    [Fact]
    public async Task Send_NoSuchAccount_IsSaidAndNothingIsTried()
    {
        using var provider = new ScriptedProvider();

        var result = await SendAsync(provider, "nobody");

        Assert.Equal((TestSendOutcome.NoAccount, "There is no provider 'nobody'."), (result.Outcome, result.Text));
        Assert.Empty(provider.Attempts);
    }

    [Fact]
    public async Task Send_ARoute_TriesTheFirstUsableAccountAlone()
    {
        using var spare = new ScriptedProvider { Name = "spare" };
        using var broken = new ScriptedProvider { Name = "broken" };
        using var first = new ScriptedProvider { Name = "first", Answer = static _ => new SendOutcome.Unreachable("away") };
        var catalog = new TroubledRoute("broken", (spare, 1), (broken, 0), (first, 0));

        var result = await SendAsync(catalog, "main");

        Assert.Equal(("first", TestSendOutcome.Unreachable), (result.Account, result.Outcome));
        Assert.Empty(spare.Attempts);
        Assert.Empty(broken.Attempts);
    }

    [Fact]
    public async Task Send_SiloThatIsEnding_StartsNothing()
    {
        using var provider = new ScriptedProvider();

        var result = await new ProviderDesk(provider, "scripted", _clock).SendAsync(
            "", Mail(), draining: new CancellationToken(canceled: true), TestContext.Current.CancellationToken);

        Assert.Equal(TestSendOutcome.NotAttempted, result.Outcome);
        Assert.Empty(provider.Attempts);
    }

    [Fact]
    public void Describe_ARoute_JoinsWhatItsAccountsKnow()
    {
        using var one = new ScriptedProvider { Name = "one", Warned = ["short key"], Known = new SenderRecords("bounce.acme.example", ["s1"]) };
        using var other = new ScriptedProvider { Name = "other", Warned = ["short key"], Known = new SenderRecords(null, ["s1", "s2"]), Capabilities = new() { LeavesTheMachine = false } };

        var facts = new ProviderDesk(new TroubledRoute("", (one, 0), (other, 0)), "one", _clock).Describe("main", From);

        Assert.Equal(("main", null, true), (facts.Name, facts.Problem, facts.LeavesTheMachine));
        Assert.Equal(["short key"], facts.Warnings);
        Assert.Equal(["bounce.acme.example"], facts.Envelopes);
        Assert.Equal(["s1", "s2"], facts.Selectors);
    }

    [Fact]
    public void Describe_AnAccountThatIsNotThere_IsItsProblem()
    {
        using var provider = new ScriptedProvider();

        Assert.Equal("There is no provider 'nobody'.", new ProviderDesk(provider, "scripted", _clock).Describe("nobody", From).Problem);
    }

    [Fact]
    public async Task Ask_AnAccountThatIsNotThere_IsNotAsked()
    {
        using var provider = new ScriptedProvider();

        var state = await new ProviderDesk(provider, "scripted", _clock).AskAsync("nobody", TestContext.Current.CancellationToken);

        Assert.Equal(("nobody", "There is no provider 'nobody'.", false), (state.Account, state.Sentence, state.Asked));
    }

    [Theory]
    [InlineData(ProviderAccountStatus.Unknown, AccountStatus.Unknown)]
    [InlineData(ProviderAccountStatus.Ready, AccountStatus.Ready)]
    [InlineData(ProviderAccountStatus.Refuses, AccountStatus.Refuses)]
    public async Task Ask_AnAccount_TellsWhatItSaid(ProviderAccountStatus said, AccountStatus told)
    {
        using var provider = new ScriptedProvider { State = new ProviderAccountState(said, "It is so.") { PerSecond = 14, PerDay = 50_000, UsedInDay = 7 } };

        var state = await new ProviderDesk(provider, "scripted", _clock).AskAsync("", TestContext.Current.CancellationToken);

        Assert.Equal(
            new AccountState { Account = "scripted", Status = told, Sentence = "It is so.", PerSecond = 14, PerDay = 50_000, UsedInDay = 7 }, state);
    }

    [Fact]
    public void Names_AreTheStandardAccountsAndThoseWithSettings()
    {
        using var one = new ScriptedProvider { Name = "one" };
        using var other = new ScriptedProvider { Name = "other" };

        Assert.Equal(["one", "other"], new ProviderDesk(new TroubledRoute("", (one, 0), (other, 0)), "main", _clock).Names);
    }

    internal static TestMail Mail() => new()
    {
        From = new Sender("Acme", "news@acme.example"),
        ReplyTo = "answers@acme.example",
        To = "me@acme.example",
        Subject = "Hello Ada",
        Html = "<p>Dear Ada</p>",
        Text = "Dear Ada",
        Headers = [new("List-Unsubscribe", "<https://acme.example/u>")],
        Attachments = [new AttachedFile("a.txt", "text/plain", "A"u8.ToArray())],
        Token = "test-send.0.0.0.abc",
        Line = 2,
    };

    private Task<TestSendResult> SendAsync(IMailProviderCatalog catalog, string name)
        => new ProviderDesk(catalog, "scripted", _clock).SendAsync(name, Mail(), CancellationToken.None, TestContext.Current.CancellationToken);

    /// <summary>The route <c>main</c>, one of whose accounts may have no complete settings.</summary>
    private sealed class TroubledRoute(string troubled, params (ScriptedProvider Account, int Order)[] legs) : IMailProviderCatalog
    {
        public IReadOnlyList<string> Names => [.. legs.Select(static leg => leg.Account.Name), "main"];

        public IReadOnlyList<string> Configured => [.. legs.Select(static leg => leg.Account.Name)];

        public IMailProvider? Find(string name) => legs.Select(static leg => leg.Account).FirstOrDefault(account => account.Name == name);

        public IReadOnlyList<RouteLeg> Legs(string name)
            => name == "main" ? [.. legs.Select(static leg => new RouteLeg(leg.Account.Name, 1, leg.Order))] : Find(name) is null ? [] : [new RouteLeg(name)];

        public string? Problem(string name) => name == troubled || (name == "main" && troubled.Length > 0) ? "Its settings are incomplete." : null;
    }
}
