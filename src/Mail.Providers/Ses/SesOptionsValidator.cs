using Microsoft.Extensions.Options;

namespace EmailCampaign.Mail.Providers.Ses;

/// <summary>Runs the checks of <see cref="SesOptions"/>; the code is generated, so nothing is reflected at start.</summary>
[OptionsValidator]
internal sealed partial class SesOptionsValidator : IValidateOptions<SesOptions>;
