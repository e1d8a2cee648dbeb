using Microsoft.Extensions.Options;

namespace EmailCampaign.Mail.Providers.SendGrid;

/// <summary>Runs the checks of <see cref="SendGridOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class SendGridOptionsValidator : IValidateOptions<SendGridOptions>;
