using System.Text;
using EmailCampaign.Client.Terminals;
using EmailCampaign.Mail.Streams;

namespace EmailCampaign.Client.Listing;

/// <summary>Standard output as a stream of UTF-8.</summary>
internal sealed class ResultStream(Terminal terminal) : ForwardStream
{
    // A character may be cut between two writes.
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    public override bool CanWrite => true;

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var characters = new char[_decoder.GetCharCount(buffer, flush: false)];
        _decoder.GetChars(buffer, characters, flush: false);
        terminal.ResultText(new string(characters));
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }
}
