using System.Globalization;
using System.Security.Cryptography;
using EmailCampaign.Mail.Domains;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace EmailCampaign.Mail.Providers.Dkim;

/// <summary>What the settings of DKIM come to. Sentences name the setting and never quote a key.</summary>
internal sealed class DkimSetup
{
    private const int SmallestRsaKey = 1024; // what Gmail and Yahoo still take
    private const int RecommendedRsaKey = 2048;

    private readonly List<string> _problems = [];
    private readonly List<string> _warnings = [];

    private DkimSetup()
    {
    }

    /// <summary>What signs; null when nothing is set, or something is wrong.</summary>
    public DkimSigning? Signing { get; private set; }

    /// <summary>Why it cannot be used.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>What works, and should be better.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <param name="setting">The full name of a setting of the account.</param>
    public static DkimSetup Read(DkimOptions options, Func<string, string> setting, TimeProvider clock)
    {
        var setup = new DkimSetup();
        if (!options.IsSet)
        {
            return setup;
        }

        string Name(string key) => setting($"Dkim:{key}");
        var domain = setup.Domain(options.Domain, Name(nameof(options.Domain)));
        var rsa = setup.Rsa(options, Name);
        var ed25519 = setup.Ed25519(options, Name);
        if (rsa is null && ed25519 is null && setup._problems.Count == 0)
        {
            setup._problems.Add($"{Name(nameof(options.Domain))} is set without a key: {Name(nameof(options.Selector))} and {Name(nameof(options.PrivateKeyFile))} give one.");
        }

        if (setup._problems.Count > 0)
        {
            rsa?.Dispose();
            return setup;
        }

        var signers = new List<CampaignDkimSigner>();
        if (rsa is not null)
        {
            signers.Add(new CampaignDkimSigner(rsa.Key, rsa, domain!, options.Selector!.Trim(), clock));
        }

        if (ed25519 is not null)
        {
            signers.Add(new CampaignDkimSigner(ed25519, null, domain!, options.Ed25519Selector!.Trim(), clock));
        }

        setup.Signing = new DkimSigning(domain!, signers, rsa);
        return setup;
    }

    private string? Domain(string? text, string setting)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            _problems.Add($"{setting} must name the domain that signs, as acme.example.");
            return null;
        }

        if (DomainName.Parse(text) is { } domain)
        {
            return domain;
        }

        _problems.Add($"{setting} '{text}' is no domain name.");
        return null;
    }

    private RsaKeyPool? Rsa(DkimOptions options, Func<string, string> name)
    {
        var fileSetting = name(nameof(options.PrivateKeyFile));
        if (!IsWanted(options.Selector, options.PrivateKeyFile, options.PrivateKey)
            || !IsSelector(options.Selector, name(nameof(options.Selector)))
            || Pem(options.PrivateKeyFile, fileSetting, options.PrivateKey, name(nameof(options.PrivateKey))) is not { } pem)
        {
            return null;
        }

        var setting = string.IsNullOrWhiteSpace(options.PrivateKey) ? fileSetting : name(nameof(options.PrivateKey));
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            if (rsa.KeySize < SmallestRsaKey)
            {
                _problems.Add(string.Create(CultureInfo.InvariantCulture, $"{setting} is an RSA key of {rsa.KeySize} bits; receivers take none of less than {SmallestRsaKey}, and {RecommendedRsaKey} are recommended."));
                return null;
            }

            if (rsa.KeySize < RecommendedRsaKey)
            {
                _warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{setting} is an RSA key of {rsa.KeySize} bits; {RecommendedRsaKey} are recommended."));
            }

            return new RsaKeyPool(rsa.ExportParameters(includePrivateParameters: true));
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            // The exception's own text is left out: it could tell of the key.
            _problems.Add($"{setting} holds no RSA private key that can be read.");
            return null;
        }
    }

    private Ed25519PrivateKeyParameters? Ed25519(DkimOptions options, Func<string, string> name)
    {
        var fileSetting = name(nameof(options.Ed25519PrivateKeyFile));
        if (!IsWanted(options.Ed25519Selector, options.Ed25519PrivateKeyFile, options.Ed25519PrivateKey)
            || !IsSelector(options.Ed25519Selector, name(nameof(options.Ed25519Selector)))
            || Pem(options.Ed25519PrivateKeyFile, fileSetting, options.Ed25519PrivateKey, name(nameof(options.Ed25519PrivateKey))) is not { } pem)
        {
            return null;
        }

        if (string.Equals(options.Selector?.Trim(), options.Ed25519Selector!.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            _problems.Add($"{name(nameof(options.Ed25519Selector))} and {name(nameof(options.Selector))} are the same; each key is published under a selector of its own.");
        }

        var key = ReadEd25519(pem);
        if (key is null)
        {
            var setting = string.IsNullOrWhiteSpace(options.Ed25519PrivateKey) ? fileSetting : name(nameof(options.Ed25519PrivateKey));
            _problems.Add($"{setting} holds no Ed25519 private key that can be read (openssl genpkey -algorithm ed25519).");
        }

        return key;
    }

    private static Ed25519PrivateKeyParameters? ReadEd25519(string pem)
    {
        try
        {
            return PrivateKeyFactory.CreateKey(Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data])) as Ed25519PrivateKeyParameters;
        }
        catch (Exception)
        {
            return null; // whatever the parser made of a text that is no key
        }
    }

    private string? Pem(string? file, string fileSetting, string? key, string keySetting)
    {
        var text = PrivateKeyText.Read(file, fileSetting, key, keySetting);
        if (text.Problem is { } problem)
        {
            _problems.Add(problem);
        }

        return text.Pem;
    }

    private static bool IsWanted(params ReadOnlySpan<string?> settings)
    {
        foreach (var setting in settings)
        {
            if (!string.IsNullOrWhiteSpace(setting))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsSelector(string? text, string setting)
    {
        var labels = (text ?? "").Trim().Split('.');
        if (labels.All(static label => label.Length is > 0 and <= 63 && label.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')))
        {
            return true;
        }

        _problems.Add($"{setting} must name the key, as s1: letters, digits and hyphens.");
        return false;
    }
}
