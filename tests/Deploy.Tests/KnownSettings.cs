using System.Collections;
using EmailCampaign.Mail.Providers.Accounts;
using EmailCampaign.Silo.Configuration;
using EmailCampaign.Testing.Containers;

namespace EmailCampaign.Deploy.Tests;

/// <summary>The settings that there are: the README's table, which a test of its own compares with the options.</summary>
internal static class KnownSettings
{
    private static readonly HashSet<string> Names =
        [.. SourceTree.Read("README.md").Split('\n').Where(static line => line.StartsWith("| `", StringComparison.Ordinal)).Select(static line => line.Split('`')[1])];

    // Variables that are no settings of the silo: the console's, and .NET's.
    private static readonly HashSet<string> Variables = ["CAMPAIGN_CLUSTER", "PATH", "DOTNET_EnableDiagnostics"];

    /// <summary>Fails unless each variable is known and the silo would start with its value; of several with one name the last counts.</summary>
    public static void AssertGood(IEnumerable<KeyValuePair<string, string?>> variables)
    {
        var settings = variables.Where(static variable => !Variables.Contains(variable.Key))
            .Select(static variable => KeyValuePair.Create(variable.Key.Replace("__", ":", StringComparison.Ordinal), variable.Value)).ToList();
        Assert.All(settings, static setting => Assert.True(IsKnown(setting.Key), $"{setting.Key} is no setting."));
        CampaignConfiguration.Build(overrides: settings.Where(static setting => setting.Value is not null).GroupBy(static setting => setting.Key).Select(static one => one.Last()));
    }

    // Every account may have limits: told once, under the README's table.
    private static bool IsKnown(string name)
        => Names.Contains(name)
            || (name.Split(':') is ["Providers", _, "Limits", var limit] && typeof(AccountOptions).GetProperty("Limits")!.PropertyType.GetProperty(limit) is { } property
                && !typeof(IDictionary).IsAssignableFrom(property.PropertyType));
}
