using Microsoft.Extensions.Options;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>Runs the checks of <see cref="SmtpOptions"/>; the code is generated, so nothing is reflected at start.</summary>
[OptionsValidator]
internal sealed partial class SmtpOptionsValidator : IValidateOptions<SmtpOptions>;
