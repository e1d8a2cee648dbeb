namespace EmailCampaign.Batches;

/// <summary>Source of identities and of the jitter's roll; injected, so that tests choose them.</summary>
internal interface IClaimIds
{
    /// <summary>Identity of an activation's writes; never the same twice.</summary>
    Guid NextWriterId();

    /// <summary>Id of a claim; never the same twice, in no process. Never 0.</summary>
    long NextClaimId();

    /// <summary>A number in [0, 1).</summary>
    double NextRoll();
}
