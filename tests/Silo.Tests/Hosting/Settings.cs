using Microsoft.Extensions.Configuration;

namespace EmailCampaign.Silo.Tests.Hosting;

internal static class Settings
{
    /// <summary>Defaults, but no metrics port: tests of several silos run at once.</summary>
    public static IConfiguration Quiet { get; } = With(("Metrics:Port", "0"));

    public static IConfiguration With(params (string Key, string Value)[] settings)
        => new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
}
