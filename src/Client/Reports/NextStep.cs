namespace EmailCampaign.Client.Reports;

/// <summary>Something that a person may do now.</summary>
/// <param name="What">What it is good for, as a sentence.</param>
/// <param name="Command">The command; null when there is only to wait.</param>
internal sealed record NextStep(string What, string? Command);
