using EmailCampaign.Accounts;
using EmailCampaign.Client.Domains;
using EmailCampaign.Mail.Domains;
using EmailCampaign.Silo.Configuration;

namespace EmailCampaign.Client.Launching;

/// <summary>
/// What receivers will find in the DNS about a sender, as lines for whoever launches: bounded in time, and never a reason to stop.
/// Only what fails is told, and only where the settings say what is to be looked for.
/// </summary>
/// <param name="options">The settings.</param>
/// <param name="wanted">Whether this launch wants it.</param>
/// <param name="clock">Bounds it.</param>
internal sealed class SenderDomainCheck(DomainOptions options, bool wanted, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    // With the one repeat of a question, a resolver that is silent is given up within the patience for all.
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(1.5);

    /// <summary>Nothing for an account that sends nothing, and for names that nobody owns, unless a resolver of one's own is set.</summary>
    /// <param name="from">The sender's address.</param>
    /// <param name="facts">What sends.</param>
    /// <param name="cancellationToken">Ends the looking; the one thing that is thrown.</param>
    public async Task<IReadOnlyList<string>> WarningsAsync(string from, ProviderFacts facts, CancellationToken cancellationToken)
    {
        if (!wanted || !options.CheckAtLaunch || !facts.LeavesTheMachine || DomainName.Of(from) is not { } domain || (options.Resolver is null && ReservedNames.Contain(domain)))
        {
            return [];
        }

        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return Lines(domain, facts, await FindAsync(domain, facts, either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [NotLookedUp(domain, "the DNS did not answer in time")];
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Such as a machine without a resolver: no launch may end by what is only advice.
            return [NotLookedUp(domain, error.Message.TrimEnd('.'))];
        }
    }

    private async Task<IReadOnlyList<DomainFinding>> FindAsync(string domain, ProviderFacts facts, CancellationToken cancellationToken)
    {
        var lookup = new DnsLookup(options.Resolver is { } resolver ? DnsLookup.Resolver(resolver) : null, AnswerPatience);
        var findings = new List<DomainFinding>();
        foreach (var envelope in facts.Envelopes.DefaultIfEmpty(domain))
        {
            findings.AddRange(await DomainCheck.RunAsync(new DomainQuestion(domain, envelope, facts.Selectors), lookup, cancellationToken));
        }

        return [.. findings.Where(finding => IsAboutARecord(finding, facts)).Distinct()];
    }

    // What the large receivers make of the records only repeats them. And where the vendor chooses the envelope sender, or signs, the
    // records that count are not to be guessed.
    private static bool IsAboutARecord(DomainFinding finding, ProviderFacts facts) => finding.Item.Split(' ')[0] switch
    {
        "spf" or "alignment" => facts.Envelopes.Count > 0,
        "dkim" => facts.Selectors.Count > 0,
        "dmarc" or "mx" => true,
        _ => false,
    };

    private static IReadOnlyList<string> Lines(string domain, ProviderFacts facts, IReadOnlyList<DomainFinding> findings)
    {
        var failures = findings.Where(static finding => finding.Level == FindingLevel.Fail).Select(static finding => $"DNS, {finding.Item}: {finding.Text}").ToList();
        if (findings.FirstOrDefault(static finding => finding.Level == FindingLevel.Unknown) is { } unknown)
        {
            return [.. failures, NotLookedUp(domain, $"{unknown.Item}: {unknown.Text.TrimEnd('.')}")];
        }

        return failures.Count > 0 ? [.. failures, $"'{Command(domain, facts)}' shows what to publish."] : [];
    }

    private static string NotLookedUp(string domain, string why)
        => $"The DNS records of {domain} could not all be looked up ({why}); the launch goes on. 'campaign check-domain {domain}' tries again.";

    private static string Command(string domain, ProviderFacts facts)
        => string.Join(' ', facts.Selectors.Select(static selector => $"--selector {selector}")
            .Concat(facts.Envelopes.Where(envelope => envelope != domain).Take(1).Select(static envelope => $"--envelope {envelope}"))
            .Prepend($"campaign check-domain {domain}"));
}
