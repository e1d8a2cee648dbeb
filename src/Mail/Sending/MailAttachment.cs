namespace EmailCampaign.Mail.Sending;

/// <summary>A file that goes with every mail of a campaign. The bytes are shared by all messages and never written to.</summary>
public sealed record MailAttachment(string FileName, string ContentType, ReadOnlyMemory<byte> Content);
