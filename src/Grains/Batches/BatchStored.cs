namespace EmailCampaign.Batches;

/// <summary>The answer to storing a batch: each row was rendered once.</summary>
/// <param name="Same">False when other recipients are stored under this key already: the import must not go on.</param>
/// <param name="Report">The batch's first report: rows that do not render are dead from the start.</param>
/// <param name="EmptyVariables">Template variables that were empty, with the number of rows.</param>
[GenerateSerializer, Immutable, Alias("EmailCampaign.BatchStored")]
internal sealed record BatchStored(
    [property: Id(0)] bool Same,
    [property: Id(1)] BatchReport? Report,
    [property: Id(2)] IReadOnlyList<KeyValuePair<string, int>> EmptyVariables);
