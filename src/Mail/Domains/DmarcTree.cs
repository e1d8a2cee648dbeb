namespace EmailCampaign.Mail.Domains;

/// <summary>The DMARC records of a domain and those above it (RFC 9989, section 4.10), which also tell what organisation it belongs to.</summary>
/// <param name="Found">From the domain itself upwards.</param>
/// <param name="Several">A name that has more than one record, which counts as none.</param>
/// <param name="Fault">Why the walk ended early.</param>
internal sealed record DmarcTree(string Domain, IReadOnlyList<DmarcPolicy> Found, string? Several, string? Fault)
{
    private const int MostLabels = 8;

    /// <summary>The domain of the organisation: names below it are aligned with each other.</summary>
    public string Organization
    {
        get
        {
            foreach (var policy in Found)
            {
                switch (policy.Tags["psd"])
                {
                    case "n":
                        return policy.Name;
                    case "y" when policy.Name.Length < Domain.Length:
                        return Domain[(Domain[..^(policy.Name.Length + 1)].LastIndexOf('.') + 1)..];
                }
            }

            return Found is [.., var highest] ? highest.Name : Domain;
        }
    }

    /// <summary>The record that holds for the domain: its own, or the organisation's.</summary>
    public DmarcPolicy? Policy
        => Found.FirstOrDefault(policy => policy.Name == Domain) ?? Found.FirstOrDefault(policy => policy.Name == Organization) ?? (Found is [.., var last] ? last : null);

    public static async Task<DmarcTree> WalkAsync(IDomainLookup lookup, string domain, CancellationToken cancellationToken)
    {
        var found = new List<DmarcPolicy>();
        string? several = null;
        foreach (var name in Names(domain))
        {
            var answer = await lookup.AskAsync($"_dmarc.{name}", DomainRecord.Txt, cancellationToken).ConfigureAwait(false);
            if (answer.Fault is { } fault)
            {
                return new DmarcTree(domain, found, several, $"_dmarc.{name}: {fault}");
            }

            var records = answer.Values.Select(TagList.Parse).Where(static tags => tags.First == "v" && tags["v"] == "DMARC1").ToList();
            if (records.Count > 1)
            {
                several ??= name;
            }
            else if (records is [var tags])
            {
                found.Add(new DmarcPolicy(name, tags));
                if (tags["psd"] is "n" or "y")
                {
                    break;
                }
            }
        }

        return new DmarcTree(domain, found, several, null);
    }

    // At most eight questions: of a long name only the last seven labels, after the name itself. A top-level domain is asked too.
    private static IEnumerable<string> Names(string domain)
    {
        yield return domain;
        var labels = domain.Split('.');
        for (var left = Math.Min(labels.Length - 1, MostLabels - 1); left > 0; left--)
        {
            yield return string.Join('.', labels[^left..]);
        }
    }
}
