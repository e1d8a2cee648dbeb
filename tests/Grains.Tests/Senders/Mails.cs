using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Grains.Tests.Senders;

/// <summary>Mails for tests that do not look into them.</summary>
internal static class Mails
{
    public static OutgoingMessage To(string address) => new()
    {
        From = new Mailbox("Acme", "news@acme.example"),
        To = address,
        Subject = "Hello",
        Text = "Hello",
        MessageId = "id@acme.example",
        IdempotencyKey = "key",
        Date = default,
        CampaignId = "spring",
        Line = 2,
    };
}
