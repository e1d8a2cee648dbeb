namespace EmailCampaign.Client.Reports;

/// <summary>One part of a sum on the page.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Number">How many, for people.</param>
/// <param name="Class">Which colour it has.</param>
/// <param name="X">Where its share of the bar begins, in thousandths of it.</param>
/// <param name="Width">Its share, in thousandths.</param>
internal sealed record PagePart(string Name, string Number, string Class, string X, string Width);
