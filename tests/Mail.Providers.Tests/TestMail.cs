using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Tests;

/// <summary>Messages and windows that tests need and do not care about.</summary>
internal static class TestMail
{
    public static OutgoingMessage To(string address, int line = 2, string? messageId = null, string text = "Hello\n") => new()
    {
        From = new Mailbox("Acme News", "news@acme.test"),
        To = address,
        Subject = "Spring",
        Html = null,
        Text = text,
        MessageId = messageId ?? $"{line}.{address.Length}@acme.test",
        IdempotencyKey = $"key-{line}",
        Date = new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero),
        CampaignId = "spring",
        Line = line,
    };

    public static OutgoingMessage[] Slice(int count) => [.. Enumerable.Range(1, count).Select(i => To($"user{i}@example.test", i + 1))];

    public static SendWindow OpenWindow() => new(TimeProvider.System, long.MaxValue, CancellationToken.None);

    public static SendWindow WindowUntil(CancellationToken draining) => new(TimeProvider.System, long.MaxValue, draining);
}
