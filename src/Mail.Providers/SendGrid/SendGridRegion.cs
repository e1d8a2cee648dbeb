namespace EmailCampaign.Mail.Providers.SendGrid;

/// <summary>Where an account's mails are handled; a regional account is known at its own host alone.</summary>
internal enum SendGridRegion
{
    Global = 0,
    Eu = 1,
}
