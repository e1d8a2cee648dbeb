namespace EmailCampaign.Client.Reports;

/// <summary>Something about the campaign as a name and a value.</summary>
internal sealed record PageFact(string Name, string Value);
