namespace EmailCampaign.Rejects;

/// <summary>A row of the CSV that was not accepted.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.RejectedRow")]
public sealed record RejectedRow(
    [property: Id(0)] int Line,
    [property: Id(1)] RowRejection Reason,
    [property: Id(2)] string Detail,
    [property: Id(3)] byte[] Raw);
