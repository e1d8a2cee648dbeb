using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using EmailCampaign.Mail.Providers.Ses.Signing;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Ses.Credentials;

/// <summary>
/// The credentials that AWS's own tools would use here: the environment, a profile of the shared files, the role of the
/// container or of the instance. Found, kept and refreshed by AWS's library.
/// </summary>
/// <param name="account">Name of the account, for what is said about its settings.</param>
/// <param name="profile">A profile to use instead of looking further; null for the whole chain.</param>
/// <param name="patience">Longest time for one look-up.</param>
internal sealed class ChainCredentials(string account, string? profile, TimeSpan patience, TimeProvider clock) : ICredentialSource
{
    private volatile AWSCredentials? _found;
    private volatile AwsCredentials? _last;

    public async ValueTask<CredentialAnswer> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await FetchAsync(cancellationToken).WaitAsync(patience, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return SendOutcome.NotAttempted.Instance;
        }
        catch (Exception exception)
        {
            return Failure(exception);
        }
    }

    public ValueTask<CredentialAnswer> RenewAsync(AwsCredentials refused, CancellationToken cancellationToken)
    {
        // Two callers at once may both come this far; the second look-up is then only superfluous.
        if (_last == refused)
        {
            (_found as RefreshingAWSCredentials)?.ClearCredentials();
            _found = null;
        }

        return GetAsync(cancellationToken);
    }

    private async Task<AwsCredentials> FetchAsync(CancellationToken cancellationToken)
    {
        var found = _found ??= profile is null ? await ChainAsync(cancellationToken).ConfigureAwait(false) : OfProfile(profile);
        var keys = await found.GetCredentialsAsync().ConfigureAwait(false);
        var credentials = new AwsCredentials(keys.AccessKey, keys.SecretKey, keys.UseToken ? keys.Token : null);

        // The same instance for as long as nothing changes, so that the signing key is kept.
        return _last is { } last && last == credentials ? last : _last = credentials;
    }

    // A resolver of its own each time: a used one keeps what it found, also after it was refused.
    private static async Task<AWSCredentials> ChainAsync(CancellationToken cancellationToken)
    {
        using var resolver = new DefaultAWSCredentialsIdentityResolver();
        return await resolver.ResolveIdentityAsync(null, cancellationToken).ConfigureAwait(false);
    }

    private static AWSCredentials OfProfile(string name)
        => new CredentialProfileStoreChain().TryGetAWSCredentials(name, out var credentials)
            ? credentials
            : throw new AmazonClientException($"There is no profile '{name}' with credentials in the shared files.");

    private CredentialAnswer Failure(Exception exception)
    {
        var cause = exception is TimeoutException
            ? $"no answer within {patience.TotalSeconds:0.#} s."
            : ReplyText.OneLine(exception.GetBaseException().Message);

        // A source that was there, or is named by the environment, comes back; a missing one only by a person's hand.
        return _last is not null || HasContainerRole
            ? new SendOutcome.Unreachable("The AWS credentials could not be fetched: " + cause)
            : new SendOutcome.Refused(RefuseReason.Authentication,
                $"There are no AWS credentials: set Providers:{account}:AccessKeyId and SecretAccessKey, or Profile, or give the process a role ({cause})");
    }

    private static bool HasContainerRole
        => Environment.GetEnvironmentVariable("AWS_CONTAINER_CREDENTIALS_FULL_URI") is { Length: > 0 }
            || Environment.GetEnvironmentVariable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is { Length: > 0 };
}
