namespace EmailCampaign.Testing.Smtp;

/// <summary>A mail that the server took.</summary>
/// <param name="MessageId">Without angle brackets; empty when the mail has none.</param>
/// <param name="MailParameters">What followed the path of MAIL FROM, such as <c>SIZE=1200 SMTPUTF8</c>.</param>
/// <param name="Content">The message as it came, dot-stuffing removed; empty unless the server keeps content.</param>
public sealed record SmtpDelivery(string Sender, string Recipient, string MessageId, int Session, string MailParameters, ReadOnlyMemory<byte> Content)
{
    /// <summary>When it was taken, by <see cref="TimeProvider.GetTimestamp"/> of the system's clock.</summary>
    public long At { get; } = TimeProvider.System.GetTimestamp();
}
