using Microsoft.Extensions.Options;

namespace EmailCampaign.Mail.Providers.Outbox;

/// <summary>A path that cannot be written is told when it is written to; here is nothing to check but that there is one.</summary>
internal sealed class OutboxOptionsValidator : IValidateOptions<OutboxOptions>
{
    public ValidateOptionsResult Validate(string? name, OutboxOptions options)
        => options.Path is { } path && string.IsNullOrWhiteSpace(path)
            ? ValidateOptionsResult.Fail($"Providers:{name}:Path must name a folder.")
            : ValidateOptionsResult.Success;
}
