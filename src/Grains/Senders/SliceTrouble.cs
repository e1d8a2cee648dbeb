using EmailCampaign.Campaigns;

namespace EmailCampaign.Senders;

/// <summary>Why the campaign should pause.</summary>
/// <param name="Reason">Which kind of trouble.</param>
/// <param name="Detail">What to tell, as a sentence.</param>
/// <param name="ResumeAt">When it goes on by itself; null where a person has to act.</param>
[GenerateSerializer, Immutable, Alias("EmailCampaign.SliceTrouble")]
internal sealed record SliceTrouble([property: Id(0)] PauseReason Reason, [property: Id(1)] string Detail, [property: Id(2)] DateTimeOffset? ResumeAt = null);
