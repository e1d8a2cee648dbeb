namespace EmailCampaign.Campaigns;

/// <summary>Rows of a campaign of which there is none.</summary>
/// <param name="Batches">Indexes of batches.</param>
/// <param name="RejectPages">Numbers of pages of rejected rows.</param>
[GenerateSerializer, Immutable, Alias("EmailCampaign.StrayRows")]
internal sealed record StrayRows([property: Id(0)] IReadOnlyList<int> Batches, [property: Id(1)] IReadOnlyList<int> RejectPages);
