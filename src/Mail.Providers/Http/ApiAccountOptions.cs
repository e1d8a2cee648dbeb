using System.ComponentModel.DataAnnotations;
using EmailCampaign.Mail.Providers.Accounts;

namespace EmailCampaign.Mail.Providers.Http;

/// <summary>What an account behind an HTTP API with a key has.</summary>
internal abstract class ApiAccountOptions(string account) : AccountOptions(account), IValidatableObject
{
    /// <summary>Comes from the environment or a mounted secret. Never logged, never part of an outcome.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Root of the API. Default: the vendor's.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>Longest time for one call; a mail whose answer is later than that is in doubt. Default: 60 s.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(60);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ApiKeyRules.Problem(ApiKey) is { } keyProblem)
        {
            yield return new ValidationResult($"{Setting(nameof(ApiKey))} {keyProblem}.");
        }

        if (BaseAddress is not null && ApiAddress.Problem(BaseAddress) is { } addressProblem)
        {
            yield return new ValidationResult($"{Setting(nameof(BaseAddress))} {addressProblem}.");
        }

        if (AttemptTimeout < TimeSpan.FromSeconds(1) || AttemptTimeout > TimeSpan.FromMinutes(2))
        {
            yield return new ValidationResult($"{Setting(nameof(AttemptTimeout))} must be between 00:00:01 and 00:02:00.");
        }

        foreach (var problem in Problems())
        {
            yield return new ValidationResult(problem);
        }
    }

    /// <summary>What is wrong with the settings that this kind has beside the common ones.</summary>
    protected virtual IEnumerable<string> Problems() => [];
}
