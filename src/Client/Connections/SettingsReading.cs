using EmailCampaign.Silo.Configuration;
using Microsoft.Extensions.Configuration;

namespace EmailCampaign.Client.Connections;

/// <summary>What came of reading the settings.</summary>
internal abstract record SettingsReading
{
    private SettingsReading()
    {
    }

    /// <param name="Accounts">Who sends.</param>
    /// <param name="Domains">How the DNS is looked at.</param>
    public sealed record Read(IProviderAccounts Accounts, DomainOptions Domains) : SettingsReading
    {
        public static Read Of(IConfiguration configuration, IProviderAccounts accounts)
            => new(accounts, configuration.GetSection(DomainOptions.Section).Get<DomainOptions>() ?? new());
    }

    /// <param name="Message">One sentence that names the setting or the file.</param>
    public sealed record Bad(string Message) : SettingsReading;
}
