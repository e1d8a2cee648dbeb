using System.Security.Cryptography;

namespace EmailCampaign.Mail.Providers.Dkim;

/// <summary>The text of a private key, from its file or from the settings; or what is wrong with it, which never quotes the key.</summary>
internal readonly record struct PrivateKeyText(string? Pem, string? Problem)
{
    private const int LongestFile = 64 * 1024;

    /// <param name="fileSetting">Full name of the setting that names the file.</param>
    /// <param name="keySetting">Full name of the setting that holds the key.</param>
    public static PrivateKeyText Read(string? file, string fileSetting, string? key, string keySetting)
    {
        if (!string.IsNullOrWhiteSpace(file) && !string.IsNullOrWhiteSpace(key))
        {
            return Wrong($"{fileSetting} and {keySetting} exclude each other: set one of them.");
        }

        if (!string.IsNullOrWhiteSpace(key))
        {
            // A variable of the environment often has the two characters in place of the line break.
            return Check(key.Replace("\\n", "\n", StringComparison.Ordinal), keySetting);
        }

        if (string.IsNullOrWhiteSpace(file))
        {
            return Wrong($"{fileSetting} or {keySetting} must give the private key.");
        }

        try
        {
            return new FileInfo(file).Length > LongestFile
                ? Wrong($"{fileSetting} '{file}' is no private key: it is larger than 64 KB.")
                : Check(File.ReadAllText(file), fileSetting);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Wrong($"{fileSetting} '{file}' cannot be read: {exception.Message}");
        }
    }

    private static PrivateKeyText Check(string text, string setting)
    {
        if (!PemEncoding.TryFind(text, out var fields))
        {
            return Wrong($"{setting} holds no PEM text (-----BEGIN PRIVATE KEY-----).");
        }

        return text[fields.Label] switch
        {
            "PRIVATE KEY" or "RSA PRIVATE KEY" => new PrivateKeyText(text[fields.Location], null),
            "ENCRYPTED PRIVATE KEY" => Wrong($"{setting} is protected by a passphrase; write it without one (openssl pkey -in KEY -out NEW)."),
            "PUBLIC KEY" or "RSA PUBLIC KEY" => Wrong($"{setting} holds the public key; the private one signs."),
            _ => Wrong($"{setting} holds something else than a private key."),
        };
    }

    private static PrivateKeyText Wrong(string problem) => new(null, problem);
}
