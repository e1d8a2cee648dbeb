namespace EmailCampaign.Accounts;

/// <summary>The From mailbox of mails.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.Sender")]
public sealed record Sender(
    [property: Id(0)] string Name,
    [property: Id(1)] string Address);
