namespace EmailCampaign.Mail.Sending;

/// <summary>What a provider account said of itself.</summary>
/// <param name="Status">Whether it would send.</param>
/// <param name="Sentence">What was found, for people: one or two sentences on one line, without secrets.</param>
public sealed record ProviderAccountState(ProviderAccountStatus Status, string Sentence)
{
    /// <summary>Most mails a second; null where the account names no such limit.</summary>
    public double? PerSecond { get; init; }

    /// <summary>Most mails in any 24 hours; null where the account names no such limit or has none.</summary>
    public double? PerDay { get; init; }

    /// <summary>Of <see cref="PerDay"/>, what the last 24 hours have used, whoever sent it; null where that is not told.</summary>
    public double? UsedInDay { get; init; }
}
