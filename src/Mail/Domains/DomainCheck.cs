namespace EmailCampaign.Mail.Domains;

/// <summary>Whether a domain is ready for bulk mail: SPF, DKIM, DMARC, MX, and what Gmail, Yahoo and Outlook make of them.</summary>
public static class DomainCheck
{
    public static async Task<IReadOnlyList<DomainFinding>> RunAsync(DomainQuestion question, IDomainLookup lookup, CancellationToken cancellationToken)
    {
        var spf = await new SpfCheck(lookup).RunAsync(question.Envelope, question.SpfInclude, cancellationToken).ConfigureAwait(false);
        var dkim = new List<DomainFinding>();
        foreach (var selector in question.Selectors)
        {
            dkim.Add(await DkimRecordCheck.RunAsync(lookup, question.Domain, selector, cancellationToken).ConfigureAwait(false));
        }

        if (dkim.Count == 0)
        {
            dkim.Add(new DomainFinding($"dkim {question.Domain}", FindingLevel.Unknown, "No selector was named, and the DNS does not list them: give --selector."));
        }

        var tree = await DmarcTree.WalkAsync(lookup, question.Domain, cancellationToken).ConfigureAwait(false);
        var dmarc = await DmarcCheck.RunAsync(lookup, tree, cancellationToken).ConfigureAwait(false);
        var alignment = await AlignmentAsync(question, lookup, tree, cancellationToken).ConfigureAwait(false);
        List<DomainFinding> findings = [spf, .. dkim, dmarc, alignment, await MxCheck.RunAsync(lookup, question.Domain, "replies", cancellationToken).ConfigureAwait(false)];
        if (question.Envelope != question.Domain)
        {
            findings.Add(await MxCheck.RunAsync(lookup, question.Envelope, "bounces", cancellationToken).ConfigureAwait(false));
        }

        return [.. findings, .. BulkSenderRules.Judge(spf, dkim, dmarc)];
    }

    // The keys are looked up at the From domain itself, so DKIM is aligned wherever there is one; what remains is SPF.
    private static async Task<DomainFinding> AlignmentAsync(DomainQuestion question, IDomainLookup lookup, DmarcTree tree, CancellationToken cancellationToken)
    {
        var item = $"alignment {question.Envelope}";
        if (question.Envelope == question.Domain)
        {
            return new DomainFinding(item, FindingLevel.Pass, "The envelope sender is in the From domain.");
        }

        var other = await DmarcTree.WalkAsync(lookup, question.Envelope, cancellationToken).ConfigureAwait(false);
        if ((tree.Fault ?? other.Fault) is { } fault)
        {
            return new DomainFinding(item, FindingLevel.Unknown, $"No answer: {fault}.");
        }

        return (tree.Policy?.Tags["aspf"], tree.Organization == other.Organization) switch
        {
            ("s", _) => new DomainFinding(item, FindingLevel.Warn, $"aspf=s wants the envelope sender in {question.Domain} itself: SPF does not count for DMARC, DKIM alone carries it."),
            (_, true) => new DomainFinding(item, FindingLevel.Pass, $"Both belong to {tree.Organization}: SPF counts for DMARC."),
            _ => new DomainFinding(item, FindingLevel.Warn, $"{question.Envelope} does not belong to {tree.Organization}: SPF does not count for DMARC, DKIM alone carries it."),
        };
    }
}
