using System.ComponentModel;
using Microsoft.Extensions.Configuration;

namespace EmailCampaign.Mail.Providers.Accounts;

/// <summary>The value of one setting, as text before it is bound.</summary>
internal static class SettingValue
{
    /// <summary>A sentence when the text cannot be a value of the type; null when it can.</summary>
    public static string? Problem(IConfigurationSection setting, Type type)
    {
        if (setting.Value is not { Length: > 0 } text || type == typeof(string) || !TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string)))
        {
            return null;
        }

        try
        {
            TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
            return null;
        }
        catch (Exception)
        {
            // Converters throw whatever they like; nothing that is a secret has another type than text.
            return $"{setting.Path} is \"{text}\"; it must be {Kind(type)}.";
        }
    }

    private static string Kind(Type type) => type switch
    {
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(TimeSpan) => "a time span such as 00:00:30",
        _ when type == typeof(double) => "a number",
        _ when type == typeof(Uri) => "an address such as https://api.example/",
        { IsEnum: true } => "one of: " + string.Join(", ", Enum.GetNames(type).Select(static name => name.ToLowerInvariant())),
        _ => "a whole number",
    };
}
