using EmailCampaign.Hosting;
using EmailCampaign.Mail.Providers;
using EmailCampaign.Silo.Hosting;
using Microsoft.Extensions.Configuration;

namespace EmailCampaign.Silo.Configuration;

/// <summary>Where settings come from, and the check that a bad one stops the start.</summary>
public static class CampaignConfiguration
{
    /// <summary>
    /// Reads, the later winning: <c>appsettings.json</c> beside the program when there is one, the file of <c>--config</c>, environment
    /// variables (<c>Sending__WorkerCount=50</c>), and <paramref name="overrides"/> (<c>Sending:WorkerCount</c>).
    /// </summary>
    /// <exception cref="StartRefusedException">A file cannot be read, or a setting is unknown or wrong; the message names it.</exception>
    public static IConfigurationRoot Build(string? configFile = null, IEnumerable<KeyValuePair<string, string?>>? overrides = null)
    {
        var builder = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true, reloadOnChange: false);
        if (configFile is not null)
        {
            var full = Path.GetFullPath(configFile);
            if (!File.Exists(full))
            {
                throw new StartRefusedException($"The configuration file {full} does not exist.");
            }

            builder.AddJsonFile(full, optional: false, reloadOnChange: false);
        }

        var configuration = Read(builder.AddEnvironmentVariables().AddInMemoryCollection(overrides ?? []));
        Check(configuration);
        return configuration;
    }

    /// <summary>Checks the sections that belong to the silo itself, and which accounts and routes there are; accounts check their own settings.</summary>
    /// <exception cref="StartRefusedException">A setting is unknown or wrong; the message names it and says what it may be.</exception>
    internal static void Check(IConfiguration configuration)
    {
        var problems = SettingsSection.Problems(configuration, SendingOptions.Section, typeof(SendingOptions))
            .Concat(SettingsSection.Problems(configuration, RetentionOptions.Section, typeof(RetentionOptions)))
            .Concat(SettingsSection.Problems(configuration, StorageOptions.Section, typeof(StorageOptions)))
            .Concat(SettingsSection.Problems(configuration, MetricsOptions.Section, typeof(MetricsOptions)))
            .Concat(SettingsSection.Problems(configuration, SiloPortOptions.Section, typeof(SiloPortOptions)))
            .Concat(SettingsSection.Problems(configuration, ClusterOptions.Section, typeof(ClusterOptions)))
            .Concat(SettingsSection.Problems(configuration, AdminOptions.Section, typeof(AdminOptions)))
            .Concat(SettingsSection.Problems(configuration, LogOptions.Section, typeof(LogOptions)))
            .Concat(SettingsSection.Problems(configuration, DomainOptions.Section, typeof(DomainOptions)))
            .Concat(SettingsSection.Problems(configuration, TracingOptions.Section, typeof(TracingOptions)))
            .Concat(MailProviderSettings.Problems(configuration))
            .ToList();
        if (problems.Count > 0)
        {
            throw new StartRefusedException(string.Join(Environment.NewLine, problems));
        }
    }

    private static IConfigurationRoot Read(IConfigurationBuilder builder)
    {
        try
        {
            return builder.Build();
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // The inner message says where in the file; it quotes no values.
            throw new StartRefusedException(
                $"The configuration cannot be read: {error.Message} {error.InnerException?.Message}".TrimEnd(), error);
        }
    }
}
