using Microsoft.Extensions.Options;

namespace EmailCampaign.Mail.Providers.Resend;

/// <summary>Runs the checks of <see cref="ResendOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class ResendOptionsValidator : IValidateOptions<ResendOptions>;
