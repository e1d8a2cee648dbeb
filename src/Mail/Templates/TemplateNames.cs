using System.Text.RegularExpressions;

namespace EmailCampaign.Mail.Templates;

/// <summary>The names a template may use, and what each stands for.</summary>
/// <remarks>
/// A column's exact name comes first, so a column called <c>campaign</c> is that column. A column whose name is not a Liquid
/// identifier has an alias as well: "First Name" is also <c>First_Name</c>.
/// </remarks>
internal sealed partial class TemplateNames
{
    public const string Address = "email";
    public const string Campaign = "campaign";
    public const string Now = "now";
    public const string Row = "row";
    public const string UnsubscribeUrl = "unsubscribe_url";

    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _ambiguous = new(StringComparer.Ordinal);

    public TemplateNames(TemplateInput input)
    {
        Columns = [.. input.Columns.Select(name => name.Trim())];
        Settings = input.Settings;
        for (var i = 0; i < Columns.Count; i++)
        {
            _columns.TryAdd(Columns[i], i);
        }

        AddAliases();
    }

    /// <summary>Trimmed, in the order of the CSV.</summary>
    public IReadOnlyList<string> Columns { get; }

    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Every name that can be written in a template, for the hint in an error.</summary>
    public IEnumerable<string> All => _columns.Keys.Where(IsIdentifier).Concat(Settings.Keys).Concat([Address, Campaign, Now, Row]);

    public static bool IsIdentifier(string name) => Identifier.IsMatch(name);

    /// <summary>Finds a column by its exact name or its alias.</summary>
    public bool TryGetColumn(string name, out int column) => _columns.TryGetValue(name, out column);

    /// <summary>Whether two columns would share this alias; <paramref name="advice"/> says what to write instead.</summary>
    public bool IsAmbiguous(string name, out string? advice) => _ambiguous.TryGetValue(name, out advice);

    public bool IsConstant(string name) => name is Campaign or Now || Settings.ContainsKey(name);

    private void AddAliases()
    {
        var byAlias = Enumerable.Range(0, Columns.Count)
            .Where(i => Columns[i].Length > 0 && !IsIdentifier(Columns[i]) && _columns[Columns[i]] == i)
            .GroupBy(i => OtherCharacters.Replace(Columns[i], "_"), StringComparer.Ordinal);
        foreach (var group in byAlias)
        {
            if (group.Skip(1).Any())
            {
                var writings = group.Select(i => $"row[\"{Columns[i]}\"]");
                _ambiguous.TryAdd(group.Key, $"'{group.Key}' could be {string.Join(" or ", writings)}: write one of these");
            }
            else
            {
                _columns.TryAdd(group.Key, group.First());
            }
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_][A-Za-z0-9_-]*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Identifier { get; }

    [GeneratedRegex("[^A-Za-z0-9_]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OtherCharacters { get; }
}
