namespace EmailCampaign.Batches;

/// <summary>What a slice may be made of.</summary>
[Flags]
internal enum SliceKinds
{
    None = 0,

    /// <summary>Recipients that were not in doubt, or one alone that was.</summary>
    Plain = 1,

    /// <summary>A slice in doubt, exactly as it was, where the account drops a repeat.</summary>
    Repeats = 2,

    Any = Plain | Repeats,
}
