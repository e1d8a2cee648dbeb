using EmailCampaign.Mail.Providers.Ses.Signing;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Ses.Credentials;

/// <summary>Credentials, or why there are none.</summary>
internal readonly record struct CredentialAnswer(AwsCredentials? Credentials, SendOutcome? Failure)
{
    public static implicit operator CredentialAnswer(AwsCredentials credentials) => new(credentials, null);

    public static implicit operator CredentialAnswer(SendOutcome failure) => new(null, failure);
}
