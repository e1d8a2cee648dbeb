namespace EmailCampaign.Mail.Providers.Outbox;

/// <summary>Where the outbox writes. Settings: <c>Providers:outbox</c>.</summary>
internal sealed class OutboxOptions
{
    /// <summary>The folder that holds one folder per campaign. Default: <c>outbox</c> in the data directory; setting <c>Providers:outbox:Path</c>.</summary>
    public string Root { get; set; } = "";
}
