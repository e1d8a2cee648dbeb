using System.Text;

namespace EmailCampaign.Client.Parsing;

/// <summary>The names by which the console shows and takes the members of an enum: <c>UnknownMailbox</c> is <c>unknown-mailbox</c>.</summary>
internal static class KebabNames
{
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum
    {
        var name = new StringBuilder();
        foreach (var c in value.ToString())
        {
            if (char.IsAsciiLetterUpper(c) && name.Length > 0)
            {
                name.Append('-');
            }

            name.Append(char.ToLowerInvariant(c));
        }

        return name.ToString();
    }

    /// <summary>The member of this name, in any case; <paramref name="option"/> is how the message names what was typed.</summary>
    /// <param name="without">A member that nobody can mean.</param>
    public static Parsed<TEnum> Parse<TEnum>(string option, string text, TEnum? without = null)
        where TEnum : struct, Enum
    {
        var plain = text.Trim().Replace("-", "", StringComparison.Ordinal);
        var values = Enum.GetValues<TEnum>().Where(value => !value.Equals(without)).ToList();
        foreach (var value in values)
        {
            if (string.Equals(value.ToString(), plain, StringComparison.OrdinalIgnoreCase))
            {
                return Parsed<TEnum>.Of(value);
            }
        }

        return Parsed<TEnum>.Wrong($"{option} '{text}' is not one of {string.Join(", ", values.Select(Of))}.");
    }

    /// <summary>A list with commas between its members.</summary>
    public static Parsed<IReadOnlyList<TEnum>> ParseList<TEnum>(string option, string? text)
        where TEnum : struct, Enum
    {
        var values = new List<TEnum>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parsed = Parse<TEnum>(option, part);
            if (parsed.Problem is { } problem)
            {
                return Parsed<IReadOnlyList<TEnum>>.Wrong(problem);
            }

            values.Add(parsed.Value);
        }

        return Parsed<IReadOnlyList<TEnum>>.Of(values);
    }
}
