namespace EmailCampaign.Mail.Domains;

/// <summary>Where receivers look in the DNS for the mails of a sender through an account, as far as the account's own settings tell.</summary>
/// <param name="Envelope">Domain of the envelope sender; null where the vendor uses one of its own choice.</param>
/// <param name="Selectors">Names of the From domain's keys that the account signs with; none where the vendor signs.</param>
public sealed record SenderRecords(string? Envelope, IReadOnlyList<string> Selectors)
{
    public static SenderRecords Unknown { get; } = new(null, []);
}
