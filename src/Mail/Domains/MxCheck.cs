namespace EmailCampaign.Mail.Domains;

/// <summary>Whether a domain takes mail: replies to the From domain, bounces to the envelope sender's.</summary>
internal static class MxCheck
{
    public static async Task<DomainFinding> RunAsync(IDomainLookup lookup, string domain, string purpose, CancellationToken cancellationToken)
    {
        var item = $"mx {domain}";
        var publish = $"{domain} MX \"10 NAME-OF-YOUR-MAIL-SERVER\"";
        var answer = await lookup.AskAsync(domain, DomainRecord.Mx, cancellationToken).ConfigureAwait(false);
        if (answer.Fault is { } fault)
        {
            return new DomainFinding(item, FindingLevel.Unknown, $"No answer: {fault}.");
        }

        if (answer.Values.Any(static value => value.EndsWith(" .", StringComparison.Ordinal)))
        {
            return new DomainFinding(item, FindingLevel.Fail, $"The domain says that it takes no mail (null MX), so {purpose} cannot arrive; receivers refuse such senders.", publish);
        }

        if (answer.Values.Count > 0)
        {
            return new DomainFinding(item, FindingLevel.Pass, string.Join(", ", answer.Values) + ".");
        }

        var address = await lookup.AskAsync(domain, DomainRecord.Address, cancellationToken).ConfigureAwait(false);
        return address switch
        {
            { Fault: { } unknown } => new DomainFinding(item, FindingLevel.Unknown, $"No answer: {unknown}."),
            { Values.Count: > 0 } => new DomainFinding(item, FindingLevel.Warn, $"There is no MX record; {purpose} go to the host {domain} itself.", publish),
            _ => new DomainFinding(item, FindingLevel.Fail, $"There is no MX record and no address, so {purpose} cannot arrive.", publish),
        };
    }
}
