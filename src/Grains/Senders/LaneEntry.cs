namespace EmailCampaign.Senders;

/// <summary>A slice let through to a lane.</summary>
/// <param name="Lane">The account's lane.</param>
/// <param name="Probe">Held while the slice probes a lane whose breaker is half open; null where the lane flows.</param>
internal readonly record struct LaneEntry(ProviderLane Lane, IDisposable? Probe);
