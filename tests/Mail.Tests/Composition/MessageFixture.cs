using System.Text;
using EmailCampaign.Mail.Composition;
using EmailCampaign.Mail.Sending;
using MimeKit;

namespace EmailCampaign.Mail.Tests.Composition;

/// <summary>A message of which a test changes what it is about, and its bytes on the wire.</summary>
internal static class MessageFixture
{
    public static OutgoingMessage Message() => new()
    {
        From = new("Acme", "news@acme.example"),
        To = "ann@x.example",
        Subject = "Hello Ann",
        Text = "Hello Ann,\n\nwelcome.\n",
        MessageId = "spring.0.1.0.abcdefghijklmnop@acme.example",
        IdempotencyKey = "key",
        Date = new(2026, 3, 29, 3, 30, 0, TimeSpan.FromHours(2)),
        CampaignId = "spring",
        Line = 2,
    };

    public static byte[] Bytes(OutgoingMessage message)
    {
        using var mime = MimeComposer.Compose(message);
        using var stream = new MemoryStream();
        mime.WriteTo(MimeComposer.Wire, stream, TestContext.Current.CancellationToken);
        return stream.ToArray();
    }

    public static string Wire(OutgoingMessage message) => Encoding.Latin1.GetString(Bytes(message));

    /// <summary>What a receiver reads.</summary>
    public static MimeMessage Received(OutgoingMessage message)
        => MimeMessage.Load(new MemoryStream(Bytes(message)), TestContext.Current.CancellationToken);
}
