using EmailCampaign.Campaigns;

namespace EmailCampaign.Senders;

/// <summary>Why the campaign should pause.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.SliceTrouble")]
internal sealed record SliceTrouble([property: Id(0)] PauseReason Reason, [property: Id(1)] string Detail);
