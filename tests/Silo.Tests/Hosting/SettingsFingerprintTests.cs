using EmailCampaign.Silo.Hosting;
using Microsoft.Extensions.Configuration;

namespace EmailCampaign.Silo.Tests.Hosting;

public sealed class SettingsFingerprintTests
{
    [Fact]
    public void Matches_SameSettings_AcrossSalts()
    {
        var settings = With(("Sending:WorkerCount", "5"), ("Providers:smtp:Password", "hunter2"));

        var first = SettingsFingerprint.Of(settings);
        var second = SettingsFingerprint.Of(settings);

        Assert.NotEqual(first, second);
        Assert.True(first.Matches(settings));
        Assert.True(second.Matches(With(("sending:workercount", "5"), ("providers:SMTP:password", "hunter2"))));
    }

    [Fact]
    public void Matches_DefaultWrittenOut_IsTheSame()
        => Assert.True(SettingsFingerprint.Of(With()).Matches(With(("Sending:WorkerCount", "20"))));

    [Theory]
    [InlineData("Sending:WorkerCount", "6")]
    [InlineData("Providers:smtp:Password", "hunter3")]
    [InlineData("Providers:smtp:Host", "elsewhere")]
    public void Matches_OneSettingDiffers_IsFalse(string key, string value)
        => Assert.False(SettingsFingerprint.Of(With(("Sending:WorkerCount", "5"), ("Providers:smtp:Password", "hunter2"))).Matches(With(
            ("Sending:WorkerCount", "5"), ("Providers:smtp:Password", "hunter2"), (key, value))));

    [Fact]
    public void Matches_SettingsThatDoNotSend_DoNotMatter()
        => Assert.True(SettingsFingerprint.Of(With(("Metrics:Port", "1"))).Matches(With(("Metrics:Port", "2"))));

    private static IConfigurationRoot With(params (string Key, string Value)[] settings)
        => new ConfigurationBuilder()
            .AddInMemoryCollection(settings
                .GroupBy(static setting => setting.Key, StringComparer.OrdinalIgnoreCase)
                .Select(static group => KeyValuePair.Create(group.Key, (string?)group.Last().Value)))
            .Build();
}
