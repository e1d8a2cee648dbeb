namespace EmailCampaign.Client.Reports;

/// <summary>A time in which mails were sent, without a long break.</summary>
/// <param name="Start">Where its first step begins.</param>
/// <param name="Step">Length of a step.</param>
/// <param name="Sent">Mails in each step.</param>
internal sealed record RateStretch(DateTimeOffset Start, TimeSpan Step, IReadOnlyList<int> Sent)
{
    public DateTimeOffset End => Start + (Step * Sent.Count);
}
