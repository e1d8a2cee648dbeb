using System.Reflection;
using EmailCampaign.Client;
using EmailCampaign.Client.Commands;
using EmailCampaign.Hosting;
using EmailCampaign.Mail.Providers.Outbox;
using EmailCampaign.Mail.Providers.Smtp;
using EmailCampaign.Silo.Configuration;
using EmailCampaign.Telemetry;
using Prometheus;

namespace EmailCampaign.Docs.Tests;

/// <summary>The README's tables say what the code says.</summary>
public sealed class ReadmeTests
{
    private static readonly Document Readme = new("README.md");

    [Fact]
    public void Commands_AreThoseOfTheConsole()
    {
        var root = CampaignCommand.Build(null!);
        var expected = root.Subcommands.SelectMany(static command => command.Subcommands.Count == 0
            ? [command.Name]
            : command.Subcommands.Select(sub => $"{command.Name} {sub.Name}"));

        var described = Readme.Table("command").Select(static row
            => string.Join(' ', row[0].Split(' ').TakeWhile(static word => !word.Any(char.IsUpper) && !word.StartsWith('-'))));

        Assert.Equal(expected.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ConsoleCommands_Parse()
    {
        Assert.NotEmpty(Readme.ConsoleCommands());
        Assert.All(Readme.ConsoleCommands(), static command => Assert.Empty(CampaignCommand.Build(null!).Parse(command).Errors));
    }

    [Fact]
    public void ExitCodes_AreThoseOfTheConsole()
        => Assert.Equal(
            typeof(ExitCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => $"{field.GetRawConstantValue()}").Order(StringComparer.Ordinal),
            Readme.Table("exit code").Select(static row => row[0]).Order(StringComparer.Ordinal));

    [Fact]
    public void Settings_AreThoseOfTheOptions()
    {
        (string Section, object Options)[] all =
        [
            (SendingOptions.Section, new SendingOptions()), ("Providers:smtp", new SmtpOptions()), (StorageOptions.Section, new StorageOptions()),
            (MetricsOptions.Section, new MetricsOptions()), (SiloPortOptions.Section, new SiloPortOptions()),
        ];
        var expected = all.SelectMany(static pair => pair.Options.GetType().GetProperties()
            .Where(static property => property.CanWrite)
            .Select(property => (Name: $"{pair.Section}:{property.Name}", Value: property.GetValue(pair.Options)))).ToDictionary(
            static setting => setting.Name, static setting => setting.Value);
        var described = Readme.Table("setting").ToDictionary(static row => row[0], static row => row[1]);

        // The outbox's root is the data directory's, unless Path says otherwise.
        Assert.True(described.Remove("Providers:outbox:Path"));
        Assert.Equal([nameof(OutboxOptions.Root)], typeof(OutboxOptions).GetProperties().Select(static property => property.Name));
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), described.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected.Where(static pair => pair.Value is not null), pair
            => Assert.Equal($"{pair.Value}", described[pair.Key], ignoreCase: true));
    }

    [Fact]
    public async Task Metrics_AreThoseOfTheRegistry()
    {
        var registry = Metrics.NewCustomRegistry();
        var metrics = new CampaignMetrics(registry);
        metrics.OnSent("p");
        metrics.OnFailed("p", "r");
        metrics.OnRetry("p", Batches.FailureReason.Fault);
        metrics.OnThrottled("p");
        metrics.OnSlice("p", 1, TimeSpan.Zero);
        metrics.OnDead(Batches.FailureReason.Policy, 1);
        metrics.OnImported(1, 1, 1);
        metrics.OnCircuit("p", 0);
        using var stream = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(stream, TestContext.Current.CancellationToken);
        var exposed = System.Text.Encoding.UTF8.GetString(stream.ToArray()).Split('\n')
            .Where(static line => line.StartsWith("# TYPE ", StringComparison.Ordinal))
            .Select(static line => string.Join(' ', line.Split(' ')[2..4]));

        Assert.Equal(
            exposed.Order(StringComparer.Ordinal),
            Readme.Table("metric").Select(static row => $"{row[0]} {row[1]}").Order(StringComparer.Ordinal));
    }
}
