namespace EmailCampaign.Client.Reports;

/// <summary>A few recipients of many, and how to have all.</summary>
internal sealed record PageSample(string Title, string Id, string Sentence, string Command, string Total, IReadOnlyList<PageRecipient> Rows);
