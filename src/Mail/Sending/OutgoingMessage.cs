namespace EmailCampaign.Mail.Sending;

/// <summary>One rendered mail to one recipient, ready to be composed and handed to a provider.</summary>
public sealed record OutgoingMessage
{
    /// <summary>The From mailbox; its address is also the envelope sender.</summary>
    public required Mailbox From { get; init; }

    public Mailbox? ReplyTo { get; init; }

    /// <summary>The recipient's address as it goes on the wire: ASCII domain (punycode), local part as given.</summary>
    public required string To { get; init; }

    /// <summary>Rendered, without CR, LF or NUL.</summary>
    public required string Subject { get; init; }

    public string? Html { get; init; }

    /// <summary>Always present: made from <see cref="Html"/> when the template has no text part.</summary>
    public required string Text { get; init; }

    /// <summary>Additional headers of the campaign, checked by the header rules: never a header that the composer sets itself.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public IReadOnlyList<MailAttachment> Attachments { get; init; } = [];

    /// <summary>
    /// RFC 5322 msg-id without angle brackets. The same for every attempt of one generation of a recipient; it carries the
    /// signed token that bounces and complaints are matched by.
    /// </summary>
    public required string MessageId { get; init; }

    /// <summary>Key under which a provider with idempotency drops a repeat; 1–256 ASCII characters.</summary>
    public required string IdempotencyKey { get; init; }

    public required DateTimeOffset Date { get; init; }

    /// <summary>The campaign's id, for file names and tags.</summary>
    public required string CampaignId { get; init; }

    /// <summary>Line of the contact in the CSV (1-based), for file names.</summary>
    public required int Line { get; init; }
}
