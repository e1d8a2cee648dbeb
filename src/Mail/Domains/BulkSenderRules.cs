namespace EmailCampaign.Mail.Domains;

/// <summary>What the large receivers want of whoever sends 5,000 mails a day or more, as far as the DNS shows it.</summary>
internal static class BulkSenderRules
{
    private static readonly (string Name, string Besides)[] Receivers =
    [
        ("gmail", "Besides: one-click unsubscribe (List-Unsubscribe and List-Unsubscribe-Post, both signed), complaints below 0.3 %, TLS, and a reverse name of the sending address."),
        ("yahoo", "Besides: one-click unsubscribe, honoured within two days, complaints below 0.3 %, and a reverse name of the sending address."),
        ("outlook", "Besides: a From address that takes replies, and an unsubscribe link that works. It wants SPF and DKIM both to pass."),
    ];

    public static IEnumerable<DomainFinding> Judge(DomainFinding spf, IReadOnlyList<DomainFinding> dkim, DomainFinding dmarc)
    {
        // One key that works is enough; others may be on their way in or out.
        var parts = new[] { ("SPF", spf.Level), ("DKIM", dkim.Min(static finding => finding.Level)), ("DMARC", dmarc.Level) };
        var failed = parts.Where(static part => part.Item2 == FindingLevel.Fail).Select(static part => part.Item1).ToList();
        var unknown = parts.Where(static part => part.Item2 == FindingLevel.Unknown).Select(static part => part.Item1).ToList();
        foreach (var (name, besides) in Receivers)
        {
            yield return failed.Count > 0 ? new DomainFinding(name, FindingLevel.Fail, $"It will hold back or refuse bulk mail for want of {string.Join(" and ", failed)}. {besides}")
                : unknown.Count > 0 ? new DomainFinding(name, FindingLevel.Unknown, $"It wants SPF, DKIM and DMARC; nothing is known of {string.Join(" and ", unknown)}. {besides}")
                : new DomainFinding(name, FindingLevel.Pass, $"SPF, DKIM and DMARC are as it wants them. {besides}");
        }
    }
}
