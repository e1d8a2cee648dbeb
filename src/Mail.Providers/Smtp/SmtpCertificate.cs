using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>Judges a server's certificate as the system does, and remembers in words what was wrong with it.</summary>
/// <param name="judge">Judges instead of the system; for tests.</param>
internal sealed class SmtpCertificate(RemoteCertificateValidationCallback? judge)
{
    /// <summary>Why the certificate was refused, as a sentence; null when it was not.</summary>
    public string? Problem { get; private set; }

    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (judge is not null ? judge(sender, certificate, chain, errors) : errors == SslPolicyErrors.None)
        {
            return true;
        }

        Problem = "The server's certificate does not verify: " + Reason(chain, errors);
        return false;
    }

    private static string Reason(X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return "there is none.";
        }

        var reasons = (chain?.ChainStatus ?? []).Select(static status => status.StatusInformation.Trim()).Where(static text => text.Length > 0).Distinct();
        var text = string.Join("; ", errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? reasons.Prepend("it is for another name than the host's") : reasons);
        return text.Length == 0 ? "it was not accepted." : text.TrimEnd('.') + ".";
    }
}
