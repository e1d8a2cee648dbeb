namespace EmailCampaign.Mail.Providers.Dkim;

/// <summary>Keys that an account signs its mails with (RFC 6376): <c>Providers:&lt;account&gt;:Dkim</c>. Without any, nothing is signed.</summary>
internal sealed class DkimOptions
{
    /// <summary>The domain that answers for the mail (d=): the sender's own domain or one above it.</summary>
    public string? Domain { get; set; }

    /// <summary>Name of the RSA key: its public part is published at <c>selector._domainkey.domain</c>.</summary>
    public string? Selector { get; set; }

    /// <summary>File with the RSA key, PEM (PKCS#1 or PKCS#8), at least 1024 bits.</summary>
    public string? PrivateKeyFile { get; set; }

    /// <summary>The RSA key itself instead of a file: a secret, for the environment. Line breaks may be written as <c>\n</c>.</summary>
    public string? PrivateKey { get; set; }

    /// <summary>Name of the Ed25519 key (RFC 8463). Not every receiver reads such signatures: give an RSA key as well.</summary>
    public string? Ed25519Selector { get; set; }

    /// <summary>File with the Ed25519 key, PEM (PKCS#8).</summary>
    public string? Ed25519PrivateKeyFile { get; set; }

    /// <summary>The Ed25519 key itself instead of a file: a secret, for the environment.</summary>
    public string? Ed25519PrivateKey { get; set; }

    internal bool IsSet => new[] { Domain, Selector, PrivateKeyFile, PrivateKey, Ed25519Selector, Ed25519PrivateKeyFile, Ed25519PrivateKey }
        .Any(static setting => !string.IsNullOrWhiteSpace(setting));
}
