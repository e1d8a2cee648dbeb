using EmailCampaign.Mail.Composition;

namespace EmailCampaign.Client.Parsing;

/// <summary>Options that hold a name and a value: <c>--set key=value</c> and <c>--header "Name: value"</c>.</summary>
internal static class PairText
{
    public static Parsed<KeyValuePair<string, string>> ParseSetting(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && text[..equals].Trim() is { Length: > 0 } name
            ? Parsed<KeyValuePair<string, string>>.Of(new(name, text[(equals + 1)..]))
            : Parsed<KeyValuePair<string, string>>.Wrong($"--set '{text}' is not understood; write it as --set key=value.");
    }

    public static Parsed<KeyValuePair<string, string>> ParseHeader(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            return Parsed<KeyValuePair<string, string>>.Wrong($"--header '{text}' is not understood; write it as --header \"X-Name: value\".");
        }

        var (name, value) = (text[..colon].Trim(), text[(colon + 1)..].Trim());
        return HeaderRules.Problem(name, value) is { } problem
            ? Parsed<KeyValuePair<string, string>>.Wrong($"--header {name}: {problem}")
            : Parsed<KeyValuePair<string, string>>.Of(new(name, value));
    }
}
