namespace EmailCampaign.Mail.Domains;

/// <summary>A mechanism or a modifier of an SPF record (RFC 7208, section 4.6.1).</summary>
/// <param name="Name">In lower case: <c>include</c>, <c>redirect</c>, ...</param>
/// <param name="Value">What follows the colon or the equals sign, without a prefix length; empty when there is nothing.</param>
internal sealed record SpfTerm(char Qualifier, string Name, string Value)
{
    private static readonly string[] Mechanisms = ["all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists"];

    /// <summary>Whether evaluating it asks the DNS: at most ten such terms are allowed (section 4.6.4).</summary>
    public bool AsksDns => Name is "include" or "a" or "mx" or "ptr" or "exists" or "redirect";

    /// <summary>Null when it is neither a mechanism nor a modifier.</summary>
    public static SpfTerm? Parse(string text)
    {
        var qualifier = text[0] is '+' or '-' or '~' or '?' ? text[0] : '+';
        var rest = text[0] == qualifier ? text[1..] : text;
        var end = rest.AsSpan().IndexOfAny(':', '=', '/') is >= 0 and var found ? found : rest.Length;
        var name = rest[..end].ToLowerInvariant();
        var value = end < rest.Length && rest[end] != '/' ? rest[(end + 1)..] : "";
        if (end < rest.Length && rest[end] == '=')
        {
            return name.Length > 0 ? new SpfTerm(qualifier, name, value) : null; // an unknown modifier is ignored (section 6)
        }

        var domain = name is "ip4" or "ip6" ? value : value.Split('/')[0];
        var needsValue = name is "include" or "exists" or "ip4" or "ip6";
        return Mechanisms.Contains(name) && (!needsValue || value.Length > 0) ? new SpfTerm(qualifier, name, domain) : null;
    }
}
