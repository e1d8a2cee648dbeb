using System.Buffers;
using EmailCampaign.Mail.Streams;

namespace EmailCampaign.Mail.Composition;

/// <summary>Lets a writer of streams write into a buffer.</summary>
internal sealed class BufferStream(IBufferWriter<byte> buffer) : ForwardStream
{
    public override bool CanWrite => true;

    public override void Write(byte[] buffer1, int offset, int count) => buffer.Write(buffer1.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> bytes) => buffer.Write(bytes);
}
