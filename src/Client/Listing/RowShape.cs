namespace EmailCampaign.Client.Listing;

/// <summary>How a kind of row is shown: as columns, and as a JSON line.</summary>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Fields">A row's values, one for each column.</param>
/// <param name="Json">A row as one JSON object.</param>
internal sealed record RowShape<T>(IReadOnlyList<string> Columns, Func<T, IReadOnlyList<string>> Fields, Func<T, string> Json);
