using EmailCampaign.Mail.Providers.Accounts;

namespace EmailCampaign.Mail.Providers.Outbox;

/// <summary>Where the outbox writes. Settings: <c>Providers:outbox</c>.</summary>
internal sealed class OutboxOptions() : AccountOptions(OutboxProvider.AccountName)
{
    /// <summary>The folder that holds one folder per campaign. Default: <c>outbox</c> in the data directory.</summary>
    public string? Path { get; set; }
}
