using System.Collections;
using System.Reflection;
using EmailCampaign.Mail.Templates;
using Microsoft.Extensions.Configuration;

namespace EmailCampaign.Mail.Providers.Accounts;

/// <summary>The sections <c>Providers</c> and <c>Routes</c>: which accounts and routes there are, and what is misspelt.</summary>
internal static class AccountSections
{
    public const string Root = "Providers";

    private const BindingFlags Settable = BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase;

    /// <summary>The accounts by name: one of each kind, whether it has a section or not, and those that the settings add.</summary>
    public static IReadOnlyDictionary<string, AccountKind> Accounts(IConfiguration configuration)
    {
        var accounts = AccountKinds.All.ToDictionary(static kind => kind.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var section in configuration.GetSection(Root).GetChildren())
        {
            if (KindOf(section) is { } kind)
            {
                accounts[NameOf(section)] = kind;
            }
        }

        return accounts;
    }

    /// <summary>One sentence for each account and each route that means nothing.</summary>
    public static IEnumerable<string> Problems(IConfiguration configuration)
    {
        var kinds = string.Join(", ", AccountKinds.All.Select(static kind => kind.Name));
        foreach (var section in configuration.GetSection(Root).GetChildren())
        {
            if (!IsName(NameOf(section)))
            {
                yield return $"{section.Path}: the name of an account is made of a-z, 0-9 and '-', at most 40 of them.";
            }
            else if (section[nameof(AccountOptions.Type)] is { } type && AccountKinds.Find(type) is null)
            {
                yield return $"{section.Path}:Type is \"{type}\"; it must be one of: {kinds}{NearestName.Hint(type, AccountKinds.All.Select(static kind => kind.Name))}.";
            }
            else if (KindOf(section) is null)
            {
                yield return $"{section.Path} is no known provider{NearestName.Hint(section.Key, AccountKinds.All.Select(static kind => kind.Name))}; "
                    + $"an account with a name of its own says its {section.Path}:Type, one of: {kinds}.";
            }
        }

        foreach (var problem in RouteSections.Problems(configuration, Accounts(configuration)))
        {
            yield return problem;
        }
    }

    /// <summary>
    /// A sentence for each setting of a section that its options do not know, or whose value is of another kind, those in lists and sub-sections
    /// included. Binding would leave some of them out without a word.
    /// </summary>
    public static IEnumerable<string> Misfits(IConfigurationSection section, Type options)
    {
        foreach (var setting in section.GetChildren())
        {
            if (options.GetProperty(setting.Key, Settable) is not { } property)
            {
                var known = string.Join(", ", options.GetProperties(Settable).Select(static property => property.Name));
                yield return $"There is no setting {setting.Path}; there are: {known}.";
                continue;
            }

            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            var problems = ElementOf(type) is { } element
                ? setting.GetChildren().Where(static item => item.GetChildren().Any()).SelectMany(item => Misfits(item, element))
                : IsDictionary(type) ? setting.GetChildren().Select(item => SettingValue.Problem(item, type.GetGenericArguments()[1])).OfType<string>()
                : setting.GetChildren().Any() ? Misfits(setting, type)
                : SettingValue.Problem(setting, type) is { } misfit ? [misfit] : [];
            foreach (var problem in problems)
            {
                yield return problem;
            }
        }
    }

    /// <summary>Settings have no case (environment variables are often written in capitals), names have: they are in lower case.</summary>
    public static string NameOf(IConfigurationSection section) => section.Key.ToLowerInvariant();

    /// <summary>The name of an account or a route: bounded and plain, because it is a metric's label.</summary>
    public static bool IsName(string name)
        => name.Length is > 0 and <= 40 && name.All(static letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    private static AccountKind? KindOf(IConfigurationSection section)
        => AccountKinds.Find(section[nameof(AccountOptions.Type)] is { } type ? type : section.Key);

    private static Type? ElementOf(Type type) => type != typeof(string) && !IsDictionary(type) && type.IsAssignableTo(typeof(IEnumerable))
        ? type.IsArray ? type.GetElementType() : type.GetGenericArguments().FirstOrDefault()
        : null;

    private static bool IsDictionary(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() is var definition
        && (definition == typeof(Dictionary<,>) || definition == typeof(IDictionary<,>) || definition == typeof(IReadOnlyDictionary<,>));
}
