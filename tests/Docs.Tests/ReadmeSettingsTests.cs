using System.ComponentModel;
using System.Reflection;
using EmailCampaign.Docs.Tests.Markdown;
using EmailCampaign.Hosting;
using EmailCampaign.Mail.Providers.Accounts;
using EmailCampaign.Mail.Providers.Outbox;
using EmailCampaign.Mail.Providers.Resend;
using EmailCampaign.Mail.Providers.SendGrid;
using EmailCampaign.Mail.Providers.Ses;
using EmailCampaign.Mail.Providers.Smtp;
using EmailCampaign.Silo.Configuration;

namespace EmailCampaign.Docs.Tests;

/// <summary>The README's settings are those of the options classes, with their defaults.</summary>
public sealed class ReadmeSettingsTests
{
    private static readonly (string Section, object Defaults)[] Sections =
    [
        (SendingOptions.Section, new SendingOptions()),
        (RetentionOptions.Section, new RetentionOptions()),
        ("Providers:outbox", new OutboxOptions()),
        ("Providers:smtp", new SmtpOptions()),
        ("Providers:resend", new ResendOptions()),
        ("Providers:sendgrid", new SendGridOptions()),
        ("Providers:ses", new SesOptions()),
        (StorageOptions.Section, new StorageOptions()),
        (MetricsOptions.Section, new MetricsOptions()),
        (SiloPortOptions.Section, new SiloPortOptions()),
        (ClusterOptions.Section, new ClusterOptions()),
        (AdminOptions.Section, new AdminOptions()),
        (DomainOptions.Section, new DomainOptions()),
        (TracingOptions.Section, new TracingOptions()),
        (LogOptions.Section, new LogOptions()),
    ];

    [Fact]
    public void Table_AgainstTheOptions_NamesEverySettingOnce()
        => Assert.Equal(
            Settings().Keys.Order(StringComparer.Ordinal),
            Table().Keys.Select(MarkdownTable.Plain).Order(StringComparer.Ordinal));

    [Fact]
    public void Table_EachDefault_IsTheOptions()
    {
        var defaults = Settings();

        Assert.All(Table().Rows, row =>
        {
            // A default of null stands for something that the machine decides: the README says it in words, or nothing.
            if (defaults[MarkdownTable.Plain(row[0])] is { } value)
            {
                Assert.Equal(value, MarkdownTable.Plain(row[1]), ignoreCase: true);
            }
        });
    }

    private static MarkdownTable Table() => MarkdownTable.Find("README.md", "setting");

    private static Dictionary<string, string?> Settings() => Sections
        .SelectMany(static section => Settings(section.Section, section.Defaults))
        .ToDictionary(static setting => setting.Name, static setting => setting.Default);

    private static IEnumerable<(string Name, string? Default)> Settings(string section, object defaults)
        => defaults.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.Name is not (nameof(AccountOptions.Type) or nameof(AccountOptions.Limits))) // every account has them: told once, under the table
            .SelectMany(property => PartOf(property) is { } part
                ? Settings($"{section}:{property.Name}{(property.PropertyType == part ? "" : ":0")}", Activator.CreateInstance(part)!)
                : [($"{section}:{property.Name}", Text(property, defaults))]);

    /// <summary>The type of a sub-section, or of one element of a list of them; null for a plain setting.</summary>
    private static Type? PartOf(PropertyInfo property)
    {
        var type = property.PropertyType is { IsGenericType: true } list && list.GetGenericTypeDefinition() == typeof(IList<>)
            ? list.GetGenericArguments()[0]
            : property.PropertyType;
        return type.IsClass && type != typeof(string) && type.Namespace!.StartsWith(nameof(EmailCampaign), StringComparison.Ordinal) ? type : null;
    }

    private static string? Text(PropertyInfo property, object defaults)
        => property.GetValue(defaults) is { } value ? TypeDescriptor.GetConverter(value.GetType()).ConvertToInvariantString(value) : null;
}
