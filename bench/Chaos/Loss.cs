namespace EmailCampaign.Chaos;

/// <summary>What a cluster recovers from.</summary>
internal enum Loss
{
    Kill = 0,
    Hang = 1,
    Drain = 2,
    Database = 3,
}
