using System.Globalization;
using System.Security.Cryptography;

namespace EmailCampaign.Mail.Domains;

/// <summary>Reads the key that a selector publishes (RFC 6376, section 3.6.1; RFC 8463).</summary>
internal static class DkimRecordCheck
{
    private const int SmallestRsaKey = 1024;
    private const int RecommendedRsaKey = 2048;
    private const int Ed25519KeyOctets = 32;

    public static async Task<DomainFinding> RunAsync(IDomainLookup lookup, string domain, string selector, CancellationToken cancellationToken)
    {
        var name = $"{selector}._domainkey.{domain}";
        var item = $"dkim {name}";
        var answer = await lookup.AskAsync(name, DomainRecord.Txt, cancellationToken).ConfigureAwait(false);
        if (answer.Fault is { } fault)
        {
            return new DomainFinding(item, FindingLevel.Unknown, $"No answer: {fault}.");
        }

        var records = answer.Values.Where(static text => TagList.Parse(text)["p"] is not null).ToList();
        var publish = $"{name} TXT \"v=DKIM1; k=rsa; p=PUBLIC-KEY-IN-BASE64\"";
        return records switch
        {
            [] => new DomainFinding(item, FindingLevel.Fail, "No key is published.", publish),
            [var record] when Judge(item, TagList.Parse(record)) is var finding
                => finding.Level == FindingLevel.Fail ? finding with { Publish = publish } : finding,
            _ => new DomainFinding(item, FindingLevel.Fail, "Several keys are published under one selector; receivers take any of them, or none.", publish),
        };
    }

    private static DomainFinding Judge(string item, TagList tags)
    {
        if (tags["v"] is { } version && (version != "DKIM1" || tags.First != "v"))
        {
            return new DomainFinding(item, FindingLevel.Fail, "v=DKIM1 must come first, or not at all.");
        }

        if (tags["p"] is not { Length: > 0 } key)
        {
            return new DomainFinding(item, FindingLevel.Fail, "The key is revoked (p= is empty).");
        }

        var kind = tags["k"] ?? "rsa";
        var (problem, warning, text) = kind switch
        {
            "rsa" => Rsa(key),
            "ed25519" => Ed25519(key),
            _ => ($"k={kind} is no kind of key that receivers know.", null, ""),
        };
        if (problem is not null)
        {
            return new DomainFinding(item, FindingLevel.Fail, problem);
        }

        if (tags["h"] is { } hashes && !hashes.Split(':').Select(static hash => hash.Trim()).Contains("sha256"))
        {
            return new DomainFinding(item, FindingLevel.Fail, $"h={hashes} leaves out sha256, which is what signatures are made with.");
        }

        warning ??= (tags["t"] ?? "").Split(':').Any(static flag => flag.Trim() == "y") ? "t=y says that the domain is only testing: receivers may ignore the signature." : null;
        return warning is null ? new DomainFinding(item, FindingLevel.Pass, text) : new DomainFinding(item, FindingLevel.Warn, warning);
    }

    private static (string? Problem, string? Warning, string Text) Rsa(string key)
    {
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(Convert.FromBase64String(key), out _);
            var bits = rsa.KeySize.ToString(CultureInfo.InvariantCulture);
            return rsa.KeySize < SmallestRsaKey ? ($"The RSA key has {bits} bits; receivers take none of less than {SmallestRsaKey}.", null, "")
                : rsa.KeySize < RecommendedRsaKey ? (null, $"The RSA key has {bits} bits; {RecommendedRsaKey} are recommended.", "")
                : (null, null, $"An RSA key of {bits} bits.");
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            return ("p= is no RSA key.", null, "");
        }
    }

    private static (string? Problem, string? Warning, string Text) Ed25519(string key)
    {
        var octets = new byte[key.Length];
        return Convert.TryFromBase64String(key, octets, out var length) && length == Ed25519KeyOctets
            ? (null, null, "An Ed25519 key.")
            : ("p= is no Ed25519 key.", null, "");
    }
}
