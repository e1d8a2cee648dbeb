using System.ComponentModel;
using System.Reflection;
using EmailCampaign.Docs.Tests.Markdown;
using EmailCampaign.Mail.Providers.Accounts;

namespace EmailCampaign.Docs.Tests;

/// <summary>The providers' guide has a table for each kind of account behind an API: its settings, with their defaults.</summary>
public sealed class ProviderSettingsTests
{
    // These two are in the README's table.
    private static readonly string[] InTheReadme = ["outbox", "smtp"];

    public static TheoryData<string> Kinds => [.. AccountKinds.All.Select(static kind => kind.Name).Except(InTheReadme)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Table_OfAKind_NamesEverySettingOnceWithItsDefault(string kind)
    {
        var options = AccountKinds.Find(kind)!.Options;
        var defaults = Activator.CreateInstance(options)!;
        var settings = options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.Name != nameof(AccountOptions.Type))
            .ToDictionary(static property => property.Name, property => property.GetValue(defaults));
        var table = MarkdownTable.Find("docs/guides/providers.md", $"{kind} setting");

        Assert.Equal(settings.Keys.Order(StringComparer.Ordinal), table.Keys.Select(MarkdownTable.Plain).Order(StringComparer.Ordinal));
        Assert.All(table.Rows, row =>
        {
            if (settings[MarkdownTable.Plain(row[0])] is { } value)
            {
                Assert.Equal(TypeDescriptor.GetConverter(value.GetType()).ConvertToInvariantString(value), MarkdownTable.Plain(row[1]), ignoreCase: true);
            }
        });
    }
}
