namespace EmailCampaign.Mail.Tests.Csv;

/// <summary>A source that gives at most so many bytes at a time.</summary>
internal sealed class DribblingStream(byte[] content, int atOnce) : MemoryStream(content)
{
    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, atOnce)]);
}
