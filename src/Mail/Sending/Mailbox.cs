namespace EmailCampaign.Mail.Sending;

/// <summary>A display name and an address, as in a From or Reply-To header. <paramref name="Name"/> may be empty.</summary>
public sealed record Mailbox(string Name, string Address);
