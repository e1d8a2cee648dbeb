using EmailCampaign.Mail.Addresses;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Client.Parsing;

/// <summary>A mailbox as it is typed: <c>Acme &lt;news@acme.example&gt;</c>, or the bare address.</summary>
internal static class MailboxText
{
    public static Parsed<Mailbox> Parse(string option, string text)
    {
        var trimmed = text.Trim();
        var open = trimmed.LastIndexOf('<');
        var bracketed = open >= 0 && trimmed.EndsWith('>');
        var name = bracketed ? Unquote(trimmed[..open].Trim()) : "";
        var check = AddressRules.Check(bracketed ? trimmed[(open + 1)..^1] : trimmed);
        if (check.Address is not { } address)
        {
            return Parsed<Mailbox>.Wrong(
                $"The address of {option}, '{text}', cannot be used: {check.Problem?.Describe()}. Write it as \"Acme <news@acme.example>\".");
        }

        return name.Any(char.IsControl)
            ? Parsed<Mailbox>.Wrong($"The name in {option} has a line break or another control character in it.")
            : Parsed<Mailbox>.Of(new(name, address));
    }

    private static string Unquote(string name)
        => name.Length >= 2 && name[0] == '"' && name[^1] == '"'
            ? name[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal)
            : name;
}
