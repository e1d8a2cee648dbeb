namespace EmailCampaign.Campaigns;

/// <summary>What a command makes of a state: the next one, or a refusal.</summary>
internal readonly record struct Transition(CampaignState Next, CommandRefusal Refusal = CommandRefusal.None);
