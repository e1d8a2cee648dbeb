using System.Text;

namespace EmailCampaign.Mail.Providers.Ses.Signing;

/// <summary>What a request is signed with.</summary>
/// <param name="SessionToken">Present with temporary credentials only.</param>
internal sealed record AwsCredentials(string AccessKeyId, string SecretAccessKey, string? SessionToken = null)
{
    // A record prints its members; these belong into no log.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("AccessKeyId = ").Append(AccessKeyId.AsSpan(0, Math.Min(4, AccessKeyId.Length))).Append("***");
        return true;
    }
}
