namespace EmailCampaign.Mail.Domains;

/// <summary>A record of tags: <c>v=DKIM1; k=rsa; p=...</c> (RFC 6376, section 3.2). Names have no case; the first of a name counts.</summary>
internal sealed class TagList
{
    private readonly Dictionary<string, string> _tags = new(StringComparer.OrdinalIgnoreCase);

    private TagList(string text)
    {
        foreach (var tag in text.Split(';'))
        {
            if (tag.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
            {
                var name = tag[..equals].Trim();
                First ??= name;
                _tags.TryAdd(name, tag[(equals + 1)..].Trim());
            }
        }
    }

    /// <summary>The name of the first tag.</summary>
    public string? First { get; }

    public string? this[string name] => _tags.GetValueOrDefault(name);

    public static TagList Parse(string text) => new(text);
}
