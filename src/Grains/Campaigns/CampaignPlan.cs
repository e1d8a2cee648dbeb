namespace EmailCampaign.Campaigns;

/// <summary>The row <c>campaign-plan</c>: what the campaign is. Written once.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.CampaignPlan")]
internal sealed record CampaignPlan
{
    [Id(0)] public CampaignDefinition? Definition { get; init; }

    /// <summary>Key of the tokens in Message-IDs, by which bounces and complaints are matched; random, 32 bytes.</summary>
    [Id(1)] public byte[] SigningKey { get; init; } = [];

    [Id(2)] public DateTimeOffset CreatedAt { get; init; }

    /// <summary><c>now</c> in the template: the scheduled start, or the time of the launch. The same for every rendering.</summary>
    public DateTimeOffset TemplateNow => Definition?.ScheduledAt ?? CreatedAt;
}
