namespace EmailCampaign.Mail.Streams;

/// <summary>
/// A stream that only goes forward. What <see cref="Stream"/> asks of one that cannot seek is here: <see cref="NotSupportedException"/> for
/// place and length. So it is for reading and writing, until a stream that does them overrides them.
/// </summary>
public abstract class ForwardStream : Stream
{
    public override bool CanRead => false;

    public sealed override bool CanSeek => false;

    public override bool CanWrite => false;

    public sealed override long Length => throw new NotSupportedException();

    public sealed override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Nothing: what is written is not held back.</summary>
    public sealed override void Flush()
    {
    }

    /// <summary>Nothing, at once: <see cref="Stream"/>'s own would take a thread for it.</summary>
    public sealed override Task FlushAsync(CancellationToken cancellationToken)
        => cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : Task.CompletedTask;

    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public sealed override void SetLength(long value) => throw new NotSupportedException();
}
