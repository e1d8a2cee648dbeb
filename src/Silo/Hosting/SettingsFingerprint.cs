using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using EmailCampaign.Hosting;
using Microsoft.Extensions.Configuration;

namespace EmailCampaign.Silo.Hosting;

/// <summary>
/// Tells whether two processes would send alike, without giving their settings away: a salted, slow hash over the effective <c>Sending</c>
/// settings (defaults included) and everything under <c>Providers</c> and <c>Routes</c>.
/// </summary>
public sealed record SettingsFingerprint(string Salt, string Hash)
{
    // The hash lies in a private directory and covers passwords: guessing one costs this many rounds per guess.
    private const int Rounds = 20_000;

    public static SettingsFingerprint Of(IConfiguration configuration) => Of(configuration, RandomNumberGenerator.GetBytes(16));

    /// <summary>Whether these settings are the ones the fingerprint was taken of.</summary>
    public bool Matches(IConfiguration configuration)
        => CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Of(configuration, Convert.FromHexString(Salt)).Hash), Encoding.ASCII.GetBytes(Hash));

    private static SettingsFingerprint Of(IConfiguration configuration, byte[] salt)
    {
        var hash = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(Text(configuration)), salt, Rounds, HashAlgorithmName.SHA256, 32);
        return new(Convert.ToHexString(salt), Convert.ToHexString(hash));
    }

    private static string Text(IConfiguration configuration)
    {
        var sending = configuration.GetSection(SendingOptions.Section).Get<SendingOptions>() ?? new();
        var lines = typeof(SendingOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => $"sending:{property.Name.ToUpperInvariant()}={Convert.ToString(property.GetValue(sending), CultureInfo.InvariantCulture)}")
            .Concat(configuration.GetSection("Providers").AsEnumerable().Concat(configuration.GetSection("Routes").AsEnumerable())
                .Where(static pair => pair.Value is not null)
                .Select(static pair => $"{pair.Key.ToUpperInvariant()}={pair.Value}"))
            .Order(StringComparer.Ordinal);

        // Lengths keep a value with a line end apart from two settings.
        return string.Concat(lines.Select(static line => string.Create(CultureInfo.InvariantCulture, $"{line.Length}:{line}\n")));
    }
}
