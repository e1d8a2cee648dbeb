using Microsoft.Extensions.Options;

namespace EmailCampaign.Mail.Providers.Accounts;

/// <summary>Checks <see cref="AccountOptions.Limits"/>, which every kind of account has.</summary>
internal sealed class LimitsValidator<TOptions> : IValidateOptions<TOptions>
    where TOptions : AccountOptions
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var problems = options.Limits.Problems(options.Setting(nameof(AccountOptions.Limits))).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
