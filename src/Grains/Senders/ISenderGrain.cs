namespace EmailCampaign.Senders;

/// <summary>The pool of senders of a silo; always called by the key <see cref="Key"/>, and always on the caller's silo.</summary>
[Alias("EmailCampaign.ISenderGrain")]
internal interface ISenderGrain : IGrainWithStringKey
{
    const string Key = "s-0";

    /// <summary>Renders and composes each member and makes one attempt to hand it to the provider.</summary>
    /// <remarks>
    /// The response timeout is above the sum of all time limits of a slice: the last mail starts before the slice's deadline (10 s)
    /// and then takes at most a connect (30 s), a few commands (60 s each) and the final reply (2 min).
    /// </remarks>
    [ResponseTimeout("00:12:00"), Alias("Send")]
    Task<SliceResult> SendAsync(SliceOrder order);
}
