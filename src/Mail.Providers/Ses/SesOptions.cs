using System.ComponentModel.DataAnnotations;
using EmailCampaign.Mail.Providers.Accounts;
using EmailCampaign.Mail.Providers.Http;
using EmailCampaign.Mail.Providers.Ses.Signing;

namespace EmailCampaign.Mail.Providers.Ses;

/// <summary>Settings of one Amazon SES account: <c>Providers:&lt;account&gt;</c>.</summary>
internal sealed class SesOptions() : AccountOptions(SesProvider.AccountName), IValidatableObject
{
    /// <summary>The AWS region, as <c>eu-west-1</c>. Default: the environment's <c>AWS_REGION</c> or <c>AWS_DEFAULT_REGION</c>.</summary>
    public string? Region { get; set; }

    /// <summary>
    /// With <see cref="SecretAccessKey"/>; without both, AWS's own chain is used: environment, shared files, the role of the container or
    /// of the instance.
    /// </summary>
    public string? AccessKeyId { get; set; }

    /// <summary>Never logged, never part of an outcome.</summary>
    public string? SecretAccessKey { get; set; }

    /// <summary>Only with temporary keys, which cannot be refreshed from the settings.</summary>
    public string? SessionToken { get; set; }

    /// <summary>A profile of the shared files (<c>~/.aws/credentials</c>, <c>~/.aws/config</c>) in place of the chain.</summary>
    public string? Profile { get; set; }

    /// <summary>Root of the API. Default: <c>https://email.REGION.amazonaws.com</c>.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>The configuration set of every mail; events are published through it.</summary>
    public string? ConfigurationSet { get; set; }

    /// <summary>Where SES forwards bounces and complaints, when feedback forwarding is on. Default: the sender.</summary>
    public string? FeedbackAddress { get; set; }

    /// <summary>Sends up to 50 mails a call (<c>SendBulkEmail</c>), which SES composes itself; mails that cannot be sent so go singly. Default: false.</summary>
    public bool Bulk { get; set; }

    /// <summary>Longest time for one call; a mail cut off by it is in doubt. Default: 60 s.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The region that counts: of the settings, or of the environment; empty when there is none.</summary>
    internal string EffectiveRegion => Region
        ?? Environment.GetEnvironmentVariable("AWS_REGION")
        ?? Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION")
        ?? "";

    internal Uri EffectiveAddress => BaseAddress ?? new Uri($"https://email.{EffectiveRegion}.amazonaws.com");

    /// <summary>The keys of the settings; null when they are to be looked for elsewhere.</summary>
    internal AwsCredentials? Keys => string.IsNullOrEmpty(AccessKeyId)
        ? null
        : new AwsCredentials(AccessKeyId, SecretAccessKey ?? "", string.IsNullOrEmpty(SessionToken) ? null : SessionToken);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (EffectiveRegion.Length == 0)
        {
            yield return new ValidationResult($"{Setting(nameof(Region))} must name the AWS region, as eu-west-1 (the environment's AWS_REGION is not set either).");
        }
        else if (!IsRegion(EffectiveRegion))
        {
            yield return new ValidationResult($"{Setting(nameof(Region))} '{EffectiveRegion}' is no AWS region; one looks like eu-west-1.");
        }

        foreach (var problem in KeyProblems())
        {
            yield return new ValidationResult(problem);
        }

        if (BaseAddress is not null && ApiAddress.Problem(BaseAddress) is { } address)
        {
            yield return new ValidationResult($"{Setting(nameof(BaseAddress))} {address}.");
        }

        if (ConfigurationSet is { } set && (set.Length is 0 or > 64 || !set.All(SesTag.IsLegal)))
        {
            yield return new ValidationResult($"{Setting(nameof(ConfigurationSet))} is made of letters, digits, '_' and '-', at most 64 of them.");
        }

        if (FeedbackAddress is { } feedback && !SesAddress.IsPlain(feedback))
        {
            yield return new ValidationResult($"{Setting(nameof(FeedbackAddress))} must be an address alone, as bounces@acme.example.");
        }

        if (AttemptTimeout <= TimeSpan.Zero || AttemptTimeout > TimeSpan.FromMinutes(10))
        {
            yield return new ValidationResult($"{Setting(nameof(AttemptTimeout))} must be more than 0 and at most 00:10:00.");
        }
    }

    private IEnumerable<string> KeyProblems()
    {
        if (string.IsNullOrEmpty(AccessKeyId) != string.IsNullOrEmpty(SecretAccessKey))
        {
            yield return $"{Setting(nameof(AccessKeyId))} and {Setting(nameof(SecretAccessKey))} go together: set both or neither.";
        }

        if (!string.IsNullOrEmpty(SessionToken) && string.IsNullOrEmpty(AccessKeyId))
        {
            yield return $"{Setting(nameof(SessionToken))} belongs to {Setting(nameof(AccessKeyId))}, which is not set.";
        }

        if (Profile is not null && !string.IsNullOrEmpty(AccessKeyId))
        {
            yield return $"{Setting(nameof(Profile))} and {Setting(nameof(AccessKeyId))} exclude each other: set one of them.";
        }

        foreach (var (name, key) in new[] { (nameof(AccessKeyId), AccessKeyId), (nameof(SecretAccessKey), SecretAccessKey), (nameof(SessionToken), SessionToken) })
        {
            if (!string.IsNullOrEmpty(key) && ApiKeyRules.Problem(key) is { } problem)
            {
                yield return $"{Setting(name)} {problem}.";
            }
        }
    }

    // It becomes part of a host name and of every signature.
    private static bool IsRegion(string text) => text.Length <= 40 && text.Contains('-', StringComparison.Ordinal)
        && text.All(static letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-') && text[0] != '-' && text[^1] != '-';
}
