using EmailCampaign.Mail.Providers.Accounts;
using Microsoft.Extensions.Configuration;

namespace EmailCampaign.Mail.Providers;

/// <summary>The check of the sections <c>Providers</c> and <c>Routes</c> as wholes; each account checks its own settings.</summary>
public static class MailProviderSettings
{
    /// <summary>One sentence for each account of an unknown kind and each route that cannot be; without secrets.</summary>
    public static IReadOnlyList<string> Problems(IConfiguration configuration) => [.. AccountSections.Problems(configuration)];
}
