using EmailCampaign.Mail.Providers.Ses.Signing;

namespace EmailCampaign.Mail.Providers.Ses.Credentials;

/// <summary>The keys that the settings hold.</summary>
internal sealed class SettingsCredentials(AwsCredentials credentials) : ICredentialSource
{
    public ValueTask<CredentialAnswer> GetAsync(CancellationToken cancellationToken) => new(credentials);

    public ValueTask<CredentialAnswer> RenewAsync(AwsCredentials refused, CancellationToken cancellationToken) => new(credentials);
}
