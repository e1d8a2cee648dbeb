namespace EmailCampaign.Batches;

/// <summary>The campaign's word to a batch in its window, repeated every two seconds: it is the batch's run lease.</summary>
/// <param name="Epoch">Rises with each resume, so that trouble of an earlier run does not pause this one.</param>
/// <param name="Sends">Whether recipients may be claimed; without it the batch only settles what is claimed.</param>
/// <param name="RatePerSecond">Most mails a second of the campaign; null for no limit of its own.</param>
/// <param name="TraceParent">The campaign's span; null when nobody listens.</param>
[GenerateSerializer, Immutable, Alias("EmailCampaign.RunOrder")]
internal sealed record RunOrder(
    [property: Id(0)] long Epoch,
    [property: Id(1)] bool Sends,
    [property: Id(2)] double? RatePerSecond,
    [property: Id(3)] string? TraceParent = null)
{
    /// <summary>How often the campaign repeats itself.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>How long a batch claims without hearing from its campaign.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);
}
