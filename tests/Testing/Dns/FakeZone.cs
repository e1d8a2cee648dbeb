namespace EmailCampaign.Testing.Dns;

/// <summary>What a <see cref="FakeDnsServer"/> knows.</summary>
public sealed class FakeZone
{
    private readonly Dictionary<string, List<(string Type, string Value)>> _records = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _broken = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _silent = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a record: TXT, MX (<c>10 mx.acme.example</c>), A, AAAA or CNAME.</summary>
    public FakeZone With(string name, string type, string value)
    {
        if (!_records.TryGetValue(name, out var records))
        {
            _records[name] = records = [];
        }

        records.Add((type, value));
        return this;
    }

    /// <summary>Answers SERVFAIL about a name.</summary>
    public FakeZone Broken(string name)
    {
        _broken.Add(name);
        return this;
    }

    /// <summary>Never answers about a name.</summary>
    public FakeZone Silent(string name)
    {
        _silent.Add(name);
        return this;
    }

    public bool IsBroken(string name) => _broken.Contains(name);

    public bool IsSilent(string name) => _silent.Contains(name);

    public bool Exists(string name) => _records.ContainsKey(name);

    public IReadOnlyList<string> Find(string name, string type)
        => _records.TryGetValue(name, out var records) ? [.. records.Where(record => record.Type == type).Select(static record => record.Value)] : [];
}
