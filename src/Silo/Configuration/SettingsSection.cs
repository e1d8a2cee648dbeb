using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace EmailCampaign.Silo.Configuration;

/// <summary>Checks a section against its options type before anything is bound, so that a mistake is answered in the user's words.</summary>
internal static class SettingsSection
{
    /// <summary>One sentence for each setting that is unknown, not of its type, or out of its range.</summary>
    public static IEnumerable<string> Problems(IConfiguration configuration, string section, Type options)
    {
        var properties = options.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        foreach (var setting in configuration.GetSection(section).GetChildren())
        {
            var property = Array.Find(properties, property => property.Name.Equals(setting.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                var nearest = properties.MinBy(property => EditDistance.Between(property.Name, setting.Key))!;
                yield return $"There is no setting {section}:{setting.Key}; the nearest is {section}:{nearest.Name}.";
            }
            else if (!IsGood(property, setting.Value))
            {
                yield return $"{section}:{property.Name} is \"{setting.Value}\"; it must be {Expected(property)}.";
            }
        }
    }

    private static bool IsGood(PropertyInfo property, string? text)
        => text is not null
            && TryConvert(TypeOf(property), text, out var value)
            && property.GetCustomAttributes<ValidationAttribute>().All(rule => rule.IsValid(value));

    private static Type TypeOf(PropertyInfo property) => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    private static bool TryConvert(Type type, string text, [NotNullWhen(true)] out object? value)
    {
        value = null;
        if (type == typeof(TimeSpan) && !text.Contains(':', StringComparison.Ordinal))
        {
            return false; // "5" would be five days
        }

        try
        {
            value = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or NotSupportedException)
        {
            return false;
        }

        return value is not null;
    }

    private static string Expected(PropertyInfo property)
    {
        if (property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
        {
            return string.Join(" or ", allowed.Values);
        }

        if (property.GetCustomAttribute<IpAddressAttribute>() is { } address)
        {
            return address.Or is { } word ? $"an IP address or {word}" : "an IP address";
        }

        if (property.GetCustomAttribute<IpEndPointAttribute>() is not null)
        {
            return "an IP address with a port, such as 192.0.2.53:53";
        }

        if (property.GetCustomAttribute<HttpAddressAttribute>() is not null)
        {
            return "a whole address such as http://127.0.0.1:4317";
        }

        var kind = TypeOf(property) switch
        {
            var type when type == typeof(double) => "a number",
            var type when type == typeof(int) => "a whole number",
            var type when type == typeof(bool) => "true or false",
            var type when type == typeof(TimeSpan) => "a duration such as 00:00:05",
            _ => "a text that is not empty",
        };
        return property.GetCustomAttribute<RangeAttribute>() is { } range
            ? $"{kind} from {Bound(range, range.Minimum)} to {Bound(range, range.Maximum)}"
            : kind;
    }

    // A range of durations holds the texts it was written with until it is first used, and the values from then on.
    private static string Bound(RangeAttribute range, object bound)
    {
        var text = Convert.ToString(bound, CultureInfo.InvariantCulture)!;
        return range.OperandType == typeof(TimeSpan) ? TimeSpan.Parse(text, CultureInfo.InvariantCulture).ToString("c") : text;
    }
}
