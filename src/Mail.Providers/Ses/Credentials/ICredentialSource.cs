using EmailCampaign.Mail.Providers.Ses.Signing;

namespace EmailCampaign.Mail.Providers.Ses.Credentials;

/// <summary>Where the credentials of an account come from. Asked before every call, by many callers at once.</summary>
internal interface ICredentialSource
{
    /// <summary>The credentials that are good now; fetched again by itself when they are about to expire.</summary>
    ValueTask<CredentialAnswer> GetAsync(CancellationToken cancellationToken);

    /// <summary>Asks anew, because these were refused. Does nothing when another caller has done so already.</summary>
    /// <returns>The same credentials again where there are no others.</returns>
    ValueTask<CredentialAnswer> RenewAsync(AwsCredentials refused, CancellationToken cancellationToken);
}
