using System.Globalization;
using EmailCampaign.Mail.Sending;
using Microsoft.Extensions.Configuration;

namespace EmailCampaign.Mail.Providers.Accounts;

/// <summary>
/// The section <c>Routes</c>: <c>Routes:main:0:Account</c>, <c>:Weight</c> (default 1) and <c>:Order</c> (default 0) are the first leg of
/// the route <c>main</c>.
/// </summary>
internal static class RouteSections
{
    public const string Root = "Routes";
    private const int HeaviestWeight = 1000;

    private static readonly string[] Settings = [nameof(RouteLeg.Account), nameof(RouteLeg.Weight), nameof(RouteLeg.Order)];

    /// <summary>The routes by name; legs that mean nothing are left out, <see cref="Problems"/> tells of them.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<RouteLeg>> Read(IConfiguration configuration)
        => configuration.GetSection(Root).GetChildren().ToDictionary(
            static route => AccountSections.NameOf(route),
            static IReadOnlyList<RouteLeg> (route) => [.. route.GetChildren().Select(Leg).OfType<RouteLeg>()],
            StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<string> Problems(IConfiguration configuration, IReadOnlyDictionary<string, AccountKind> accounts)
    {
        foreach (var route in configuration.GetSection(Root).GetChildren())
        {
            var name = AccountSections.NameOf(route);
            if (!AccountSections.IsName(name))
            {
                yield return $"{route.Path}: the name of a route is made of a-z, 0-9 and '-', at most 40 of them.";
            }

            if (accounts.ContainsKey(name))
            {
                yield return $"{route.Path} has the name of an account; a route needs one of its own.";
            }

            if (!route.GetChildren().Any())
            {
                yield return $"{route.Path} names no account: write {route.Path}:0:Account.";
            }

            foreach (var problem in route.GetChildren().SelectMany(leg => LegProblems(leg, accounts)))
            {
                yield return problem;
            }

            foreach (var twice in Read(configuration)[name].GroupBy(static leg => leg.Account, StringComparer.OrdinalIgnoreCase).Where(static legs => legs.Count() > 1))
            {
                yield return $"{route.Path} names the account '{twice.Key}' twice; give it one leg with a larger Weight.";
            }
        }
    }

    private static IEnumerable<string> LegProblems(IConfigurationSection leg, IReadOnlyDictionary<string, AccountKind> accounts)
    {
        foreach (var setting in leg.GetChildren().Where(static setting => !Settings.Contains(setting.Key, StringComparer.OrdinalIgnoreCase)))
        {
            yield return $"There is no setting {setting.Path}; there are: {string.Join(", ", Settings)}.";
        }

        if (leg[nameof(RouteLeg.Account)] is not { Length: > 0 } account)
        {
            yield return $"{leg.Path}:Account must name an account.";
        }
        else if (!accounts.ContainsKey(account))
        {
            yield return $"{leg.Path}:Account is \"{account}\"; there is no such account: {string.Join(", ", accounts.Keys)}.";
        }

        if (Number(leg, nameof(RouteLeg.Weight), 1) is not (>= 1 and <= HeaviestWeight))
        {
            yield return $"{leg.Path}:Weight is \"{leg[nameof(RouteLeg.Weight)]}\"; it must be a whole number from 1 to {HeaviestWeight}.";
        }

        if (Number(leg, nameof(RouteLeg.Order), 0) is not >= 0)
        {
            yield return $"{leg.Path}:Order is \"{leg[nameof(RouteLeg.Order)]}\"; it must be a whole number from 0.";
        }
    }

    private static RouteLeg? Leg(IConfigurationSection leg)
        => leg[nameof(RouteLeg.Account)] is { Length: > 0 } account
            && Number(leg, nameof(RouteLeg.Weight), 1) is { } weight and >= 1 and <= HeaviestWeight
            && Number(leg, nameof(RouteLeg.Order), 0) is { } order and >= 0
            ? new RouteLeg(account.ToLowerInvariant(), weight, order)
            : null;

    private static int? Number(IConfigurationSection leg, string setting, int standard) => leg[setting] switch
    {
        null => standard,
        { } text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
