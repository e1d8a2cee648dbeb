using MimeKit;

namespace EmailCampaign.Mail.Providers.Dkim;

/// <summary>Signs the mails of one account (RFC 6376), once with each of its keys.</summary>
internal sealed class DkimSigning(string domain, IReadOnlyList<CampaignDkimSigner> signers, RsaKeyPool? rsa) : IDisposable
{
    // RFC 8058 wants both List-Unsubscribe headers covered, Gmail its Feedback-ID.
    private static readonly HashSet<string> Covered = new(StringComparer.OrdinalIgnoreCase)
    {
        "From", "Reply-To", "To", "Subject", "Date", "Message-ID", "MIME-Version", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Feedback-ID",
    };

    /// <summary>The domain that answers for the mail (d=).</summary>
    public string Domain => domain;

    /// <summary>Names of the keys (s=).</summary>
    public IReadOnlyList<string> Selectors => [.. signers.Select(static signer => signer.Selector)];

    /// <summary>Adds a DKIM-Signature header for each key.</summary>
    /// <param name="format">The form in which the mail is written afterwards: an SMTPUTF8 mail has other header bytes.</param>
    public void Sign(MimeMessage mime, FormatOptions format)
    {
        // A field is listed as often as it occurs, From once more: nobody can put a second one above it (RFC 6376, section 8.15).
        List<string> headers =
        [
            .. mime.Headers.Select(static header => header.Field).Where(Covered.Contains),
            .. mime.Body is null ? (string[])[] : ["Content-Type"],
            "From",
        ];
        foreach (var signer in signers)
        {
            signer.Sign(format, mime, headers);
        }
    }

    public void Dispose() => rsa?.Dispose();
}
