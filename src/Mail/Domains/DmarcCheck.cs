namespace EmailCampaign.Mail.Domains;

/// <summary>Judges the DMARC record that holds for a From domain.</summary>
internal static class DmarcCheck
{
    private static readonly string[] Removed = ["pct", "rf", "ri"];

    public static async Task<DomainFinding> RunAsync(IDomainLookup lookup, DmarcTree tree, CancellationToken cancellationToken)
    {
        var item = $"dmarc {tree.Domain}";
        var publish = $"_dmarc.{tree.Domain} TXT \"v=DMARC1; p=none; rua=mailto:dmarc@{tree.Domain}\"";
        if (tree.Several == tree.Domain)
        {
            return new DomainFinding(item, FindingLevel.Fail, "There are several DMARC records; receivers take that as none.", publish);
        }

        if (tree.Policy is not { } policy)
        {
            return tree.Fault is { } fault
                ? new DomainFinding(item, FindingLevel.Unknown, $"No answer: {fault}.")
                : new DomainFinding(item, FindingLevel.Fail, "There is no DMARC record, at the domain or above it.", publish);
        }

        var place = policy.Name == tree.Domain ? "" : $" (that of {policy.Name})";
        var effective = policy.Name == tree.Domain ? policy.Tags["p"] : policy.Tags["sp"] ?? policy.Tags["p"];
        if (effective is not ("none" or "quarantine" or "reject"))
        {
            return policy.Tags["rua"] is null || effective is not null
                ? new DomainFinding(item, FindingLevel.Fail, $"p={effective} is no policy: none, quarantine or reject{place}.", publish)
                : new DomainFinding(item, FindingLevel.Warn, $"p= is missing, which counts as p=none{place}.", publish);
        }

        var warnings = await WarningsAsync(lookup, tree, policy, cancellationToken).ConfigureAwait(false);
        return warnings.Count > 0
            ? new DomainFinding(item, FindingLevel.Warn, $"p={effective}{place}. {string.Join(" ", warnings)}")
            : new DomainFinding(
                item,
                FindingLevel.Pass,
                effective == "none" ? $"p=none{place}: enough for bulk mail; once the reports show no stranger's failures, quarantine or reject protects the name." : $"p={effective}{place}.");
    }

    private static async Task<List<string>> WarningsAsync(IDomainLookup lookup, DmarcTree tree, DmarcPolicy policy, CancellationToken cancellationToken)
    {
        var warnings = new List<string>();
        if (policy.Tags["rua"] is not { Length: > 0 } reports)
        {
            warnings.Add($"Nobody gets the reports: add rua=mailto:dmarc@{policy.Name}.");
            reports = "";
        }

        if (Removed.Where(tag => policy.Tags[tag] is not null).ToList() is { Count: > 0 } old)
        {
            warnings.Add($"{string.Join(", ", old)} mean nothing any more (RFC 9989).");
        }

        foreach (var address in reports.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (DomainName.Of(address.Split('!')[0]) is { } host && !DomainName.IsSameOrAbove(tree.Organization, host)
                && await TakesReportsAsync(lookup, policy.Name, host, cancellationToken).ConfigureAwait(false) is false)
            {
                warnings.Add($"Reports do not go to {host}: it has to publish {policy.Name}._report._dmarc.{host} TXT \"v=DMARC1\".");
            }
        }

        return warnings;
    }

    private static async Task<bool> TakesReportsAsync(IDomainLookup lookup, string domain, string host, CancellationToken cancellationToken)
    {
        var answer = await lookup.AskAsync($"{domain}._report._dmarc.{host}", DomainRecord.Txt, cancellationToken).ConfigureAwait(false);
        return answer.Fault is not null || answer.Values.Any(static text => text.StartsWith("v=DMARC1", StringComparison.Ordinal));
    }
}
