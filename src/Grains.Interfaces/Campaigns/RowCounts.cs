namespace EmailCampaign.Campaigns;

/// <summary>What became of the rows of the file: <c>read = accepted + rejected + duplicates</c>.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.RowCounts")]
public sealed record RowCounts
{
    [Id(0)] public int Accepted { get; init; }

    /// <summary>Rows with a bad address, ragged, too long or undecodable.</summary>
    [Id(1)] public int Rejected { get; init; }

    /// <summary>Rows whose address an earlier row has.</summary>
    [Id(2)] public int Duplicates { get; init; }

    public int Read => Accepted + Rejected + Duplicates;
}
