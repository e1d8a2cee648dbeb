namespace EmailCampaign.Mail.Providers.Outbox;

/// <summary>Where the outbox writes when the settings do not say.</summary>
internal sealed record OutboxRoot(string Path);
