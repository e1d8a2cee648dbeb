using EmailCampaign.Mail.Composition;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Senders;

namespace EmailCampaign.Accounts;

/// <summary>Answers a person's questions about the accounts of one set of settings, and sends single mails through them.</summary>
/// <param name="catalog">The accounts and routes.</param>
/// <param name="standard">The account or route that is meant where none is named.</param>
/// <param name="clock">Dates a mail, and bounds its attempt.</param>
public sealed class ProviderDesk(IMailProviderCatalog catalog, string standard, TimeProvider clock)
{
    // As a campaign's id in tags and folders. A token with it verifies against no campaign's key, whatever the campaign is called.
    public const string CampaignId = "test-send";

    // Below the response timeout of the call, so that the caller hears what became of the mail.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The lanes of this silo, to whose limits a mail keeps; null where there are no silos to share a limit with.</summary>
    internal ProviderLanes? Lanes { get; init; }

    /// <summary>The accounts that have settings, and those that are meant where none is named.</summary>
    public IReadOnlyList<string> Names
        => [.. catalog.Legs(standard).Select(static leg => leg.Account).Concat(catalog.Configured.Where(name => catalog.Legs(name).Count > 0)).Distinct(StringComparer.Ordinal)];

    /// <summary>What the settings make of an account or a route.</summary>
    public ProviderFacts Describe(string name, Mailbox? from)
    {
        name = Named(name);
        if (catalog.Problem(name) is { } problem)
        {
            return new ProviderFacts { Name = name, Problem = problem };
        }

        var accounts = catalog.Legs(name).Select(leg => catalog.Find(leg.Account)).OfType<IMailProvider>().ToList();
        var records = from is null ? [] : accounts.Select(account => account.Records(from)).ToList();
        return new ProviderFacts
        {
            Name = name,
            LeavesTheMachine = accounts.Exists(static account => account.Capabilities.LeavesTheMachine),
            Warnings = from is null ? [] : [.. accounts.SelectMany(account => account.Warnings(from)).Distinct(StringComparer.Ordinal)],
            Envelopes = [.. records.Select(static record => record.Envelope).OfType<string>().Distinct(StringComparer.Ordinal)],
            Selectors = [.. records.SelectMany(static record => record.Selectors).Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>Asks an account how it is.</summary>
    public async Task<AccountState> AskAsync(string name, CancellationToken cancellationToken)
    {
        name = Named(name);
        if (catalog.Problem(name) is { } problem)
        {
            return new AccountState { Account = name, Status = AccountStatus.Refuses, Sentence = problem, Asked = false };
        }

        var state = catalog.Find(name) switch
        {
            IProviderAccount account => await account.AskAsync(cancellationToken),
            null => new ProviderAccountState(ProviderAccountStatus.Ready, "It is a route; its accounts are asked by their names."),
            _ => new ProviderAccountState(ProviderAccountStatus.Unknown, "Its settings are complete; the account itself was not asked."),
        };
        return new AccountState
        {
            Account = name,
            Status = (AccountStatus)state.Status,
            Sentence = state.Sentence,
            PerSecond = state.PerSecond,
            PerDay = state.PerDay,
            UsedInDay = state.UsedInDay,
        };
    }

    /// <summary>Makes one attempt to send a mail, through the account or the first usable account of the route.</summary>
    /// <param name="draining">Once cancelled, the mail is not started.</param>
    /// <param name="cancellationToken">The end of patience: a mail on the wire at that moment is given up.</param>
    public async Task<TestSendResult> SendAsync(string name, TestMail mail, CancellationToken draining, CancellationToken cancellationToken)
    {
        name = Named(name);
        var legs = catalog.Legs(name).OrderBy(static leg => leg.Order).Select(static leg => leg.Account);
        if (legs.FirstOrDefault(account => catalog.Problem(account) is null) is not { } usable || catalog.Find(usable) is not { } provider)
        {
            return new TestSendResult { Outcome = TestSendOutcome.NoAccount, Text = catalog.Problem(name) ?? $"There is no provider '{name}'." };
        }

        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var window = new SendWindow(clock, clock.GetTimestamp() + (long)(Patience.TotalSeconds * clock.TimestampFrequency), draining);
        var result = Lanes?.Find(usable)?.Quota is { } quota
            ? await new QuotaTurn(quota, clock).SendAsync(mail.To, SendAsync, draining, either.Token)
            : TestSendOutcomes.Of(await SendAsync());
        return result with { Account = provider.Name, LeavesTheMachine = provider.Capabilities.LeavesTheMachine };

        async Task<SendOutcome> SendAsync() => (await provider.SendAsync([Compose(mail)], window, either.Token))[0];
    }

    private string Named(string name) => name.Length > 0 ? name : standard;

    private OutgoingMessage Compose(TestMail mail) => new()
    {
        From = new Mailbox(mail.From.Name, mail.From.Address),
        ReplyTo = mail.ReplyTo is { } address ? new Mailbox("", address) : null,
        To = mail.To,
        Subject = mail.Subject,
        Html = mail.Html,
        Text = mail.Text,
        Headers = mail.Headers,
        Attachments = [.. mail.Attachments.Select(static file => new MailAttachment(file.FileName, file.ContentType, file.Content))],
        MessageId = MessageIds.For(mail.Token, mail.From.Address),
        IdempotencyKey = mail.Token,
        Date = clock.GetUtcNow(),
        CampaignId = CampaignId,
        Line = mail.Line,
    };
}
