using System.Globalization;

namespace EmailCampaign.Mail.Domains;

/// <summary>Reads a domain's SPF record and everything it includes, within the limits of RFC 7208, section 4.6.4.</summary>
internal sealed class SpfCheck(IDomainLookup lookup)
{
    private const int MostLookups = 10;
    private const int MostVoids = 2;
    private const int MostMxHosts = 10;
    private const int LongRecord = 450; // with the other TXT records of a name an answer soon exceeds a UDP packet

    private readonly List<string> _errors = [];
    private readonly List<string> _faults = [];
    private readonly List<string> _warnings = [];
    private readonly HashSet<string> _includes = new(StringComparer.OrdinalIgnoreCase);
    private int _lookups;
    private int _voids;

    /// <param name="include">What the record has to include for the provider; null when nothing is known.</param>
    public async Task<DomainFinding> RunAsync(string domain, string? include, CancellationToken cancellationToken)
    {
        var item = $"spf {domain}";
        var wanted = include is null ? "v=spf1 ip4:ADDRESS-OF-YOUR-SERVER -all" : $"v=spf1 include:{include} -all";
        var publish = $"{domain} TXT \"{wanted}\"";
        var answer = await lookup.AskAsync(domain, DomainRecord.Txt, cancellationToken).ConfigureAwait(false);
        if (answer.Fault is { } fault)
        {
            return new DomainFinding(item, FindingLevel.Unknown, $"No answer: {fault}.");
        }

        if (Records(answer) is not { Count: > 0 } records)
        {
            return new DomainFinding(item, FindingLevel.Fail, "There is no SPF record.", publish);
        }

        if (records.Count > 1)
        {
            return new DomainFinding(item, FindingLevel.Fail, $"There are {records.Count.ToString(CultureInfo.InvariantCulture)} SPF records; receivers take that as an error. Merge them into one.", publish);
        }

        await VisitAsync(domain, records[0], [domain], cancellationToken).ConfigureAwait(false);
        Judge(records[0], include);
        var counts = string.Create(CultureInfo.InvariantCulture, $"{_lookups} of {MostLookups} look-ups");
        if (_errors.Count > 0)
        {
            var repaired = include is not null && !_includes.Contains(include) ? Including(records[0], include) : null;
            return new DomainFinding(item, FindingLevel.Fail, string.Join(" ", _errors.Concat(_warnings)), repaired is null ? null : $"{domain} TXT \"{repaired}\"");
        }

        return _faults.Count > 0 ? new DomainFinding(item, FindingLevel.Unknown, string.Join(" ", _faults))
            : _warnings.Count > 0 ? new DomainFinding(item, FindingLevel.Warn, $"{string.Join(" ", _warnings)} ({counts})")
            : new DomainFinding(item, FindingLevel.Pass, $"{records[0]} ({counts})");
    }

    private void Judge(string record, string? include)
    {
        if (_lookups > MostLookups)
        {
            _errors.Add($"It takes more than {MostLookups} look-ups, which receivers take as an error: replace includes by ip4 and ip6, or drop some.");
        }

        if (_voids > MostVoids)
        {
            _errors.Add($"More than {MostVoids} of its look-ups find nothing, which receivers take as an error.");
        }

        if (include is not null && _lookups <= MostLookups && !_includes.Contains(include))
        {
            _errors.Add($"It does not include {include}, from where the provider sends.");
        }

        if (record.Length > LongRecord)
        {
            _warnings.Add($"It has more than {LongRecord} characters, and may not fit into one answer.");
        }
    }

    private async Task VisitAsync(string domain, string record, IReadOnlyList<string> path, CancellationToken cancellationToken)
    {
        var ends = false;
        foreach (var text in record.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            if (SpfTerm.Parse(text) is not { } term)
            {
                _errors.Add($"'{text}' in the record of {domain} is no SPF term.");
                continue;
            }

            if (term is { Name: "all", Qualifier: '+' })
            {
                _errors.Add($"'{text}' in the record of {domain} lets the whole world send.");
            }

            if (term.Name == "ptr")
            {
                _warnings.Add($"'{text}' in the record of {domain}: ptr is not to be used any more.");
            }

            ends |= term.Name is "all" or "redirect";
            if (term.AsksDns && ++_lookups <= MostLookups)
            {
                await FollowAsync(domain, term, path, cancellationToken).ConfigureAwait(false);
            }
        }

        if (!ends && path.Count == 1)
        {
            _warnings.Add("It ends without 'all', so nobody is ever refused: add '-all' or '~all'.");
        }
    }

    private async Task FollowAsync(string domain, SpfTerm term, IReadOnlyList<string> path, CancellationToken cancellationToken)
    {
        var name = term.Value.Length == 0 ? domain : term.Value.TrimEnd('.');
        if (name.Contains('%', StringComparison.Ordinal) || term.Name == "ptr")
        {
            return; // it depends on the connection
        }

        var kind = term.Name switch { "include" or "redirect" => DomainRecord.Txt, "mx" => DomainRecord.Mx, _ => DomainRecord.Address };
        var answer = await lookup.AskAsync(name, kind, cancellationToken).ConfigureAwait(false);
        if (answer.Fault is { } fault)
        {
            _faults.Add($"No answer about {name}: {fault}.");
            return;
        }

        if (answer.Values.Count == 0)
        {
            _voids++;
        }

        if (term.Name == "mx" && answer.Values.Count > MostMxHosts)
        {
            _errors.Add($"{name} has more than {MostMxHosts} mail servers, which 'mx' may not ask about.");
        }

        if (kind == DomainRecord.Txt)
        {
            await IncludeAsync(name, answer, path, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task IncludeAsync(string name, DomainAnswer answer, IReadOnlyList<string> path, CancellationToken cancellationToken)
    {
        _includes.Add(name);
        if (path.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            _errors.Add($"The records include each other in a circle at {name}.");
        }
        else if (Records(answer) is not [var record])
        {
            _errors.Add($"{name} is included and has {(Records(answer).Count == 0 ? "no SPF record" : "several SPF records")}.");
        }
        else
        {
            await VisitAsync(name, record, [.. path, name], cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Including(string record, string include) => record.Insert("v=spf1".Length, $" include:{include}");

    private static List<string> Records(DomainAnswer answer) => [.. answer.Values.Where(static text
        => text.StartsWith("v=spf1", StringComparison.OrdinalIgnoreCase) && (text.Length == 6 || text[6] == ' '))];
}
