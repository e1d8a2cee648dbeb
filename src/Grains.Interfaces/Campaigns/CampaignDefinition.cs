namespace EmailCampaign.Campaigns;

/// <summary>Everything that makes a campaign what it is. Written once; commands change its phase, never its definition.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.CampaignDefinition")]
public sealed record CampaignDefinition
{
    /// <summary>See <see cref="CampaignKey.IsValidId"/>.</summary>
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required string Name { get; init; }

    /// <summary>Display name of the From mailbox; may be empty.</summary>
    [Id(2)] public required string FromName { get; init; }

    /// <summary>Address of the From mailbox, which is also the envelope sender.</summary>
    [Id(3)] public required string FromAddress { get; init; }

    [Id(4)] public string? ReplyTo { get; init; }

    /// <summary>Additional headers in order, "Name: value" already split. Values may hold template variables.</summary>
    [Id(5)] public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Template variables that are the same for everyone (<c>--set</c>).</summary>
    [Id(6)] public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>Name of the provider account that sends.</summary>
    [Id(7)] public required string Provider { get; init; }

    [Id(8)] public DeliveryGuarantee Guarantee { get; init; }

    /// <summary>Most mails a second for this campaign; null for no limit of its own.</summary>
    [Id(9)] public double? RatePerSecond { get; init; }

    /// <summary>When sending starts; null for as soon as everything is stored.</summary>
    [Id(10)] public DateTimeOffset? ScheduledAt { get; init; }

    [Id(11)] public required TemplateContent Template { get; init; }

    [Id(12)] public required ContactFile Contacts { get; init; }

    /// <summary>Hash over contacts, template and sender: what "the same launch again" is recognised by.</summary>
    [Id(13)] public required string Fingerprint { get; init; }

    /// <summary>Launch even though the same was launched before.</summary>
    [Id(14)] public bool Again { get; init; }
}
