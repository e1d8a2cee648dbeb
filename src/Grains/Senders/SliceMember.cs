namespace EmailCampaign.Senders;

/// <summary>A claimed recipient on its way to a sender.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.SliceMember")]
internal sealed record SliceMember(
    [property: Id(0)] int Index,
    [property: Id(1)] int Generation,
    [property: Id(2)] int Line,
    [property: Id(3)] string Address,
    [property: Id(4)] string[] Values);
