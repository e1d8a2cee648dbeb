using EmailCampaign.Mail.Streams;

namespace EmailCampaign.Mail.Csv;

/// <summary>
/// A CSV file as UTF-8 without byte order mark, whatever it is stored in. Forward only, bounded memory.
/// </summary>
/// <param name="source">The raw file, at its beginning. Disposed with this stream unless <paramref name="leaveOpen"/>.</param>
/// <param name="dialect">What <see cref="CsvProbe"/> found.</param>
/// <param name="leaveOpen">Whether disposing leaves <paramref name="source"/> open.</param>
/// <remarks>
/// What cannot be decoded comes out as bytes that are not UTF-8, so that <see cref="CsvRowReader"/> reports the row: the original
/// bytes of a UTF-8 file (whose offsets are therefore the file's own, less the mark), the byte 0xFF otherwise.
/// </remarks>
public sealed class CsvUtf8Stream(Stream source, CsvDialect dialect, bool leaveOpen = false) : ForwardStream
{
    private const int InputSize = 32 * 1024;

    private readonly Utf8Transcoder? _transcoder = Utf8Transcoder.For(dialect.Encoding);
    private int _markLeft = dialect.ByteOrderMark ? (dialect.Encoding == CsvEncodings.Utf8 ? 3 : 2) : 0;
    private byte[] _input = [];
    private byte[] _output = [];
    private int _inputLength;
    private int _outputAt;
    private int _outputLength;
    private bool _ended;

    public override bool CanRead => true;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (true)
        {
            if (_transcoder is null)
            {
                var read = source.Read(buffer);
                if (read == 0 || DropMark(buffer, ref read))
                {
                    return read;
                }
            }
            else if (TryTake(buffer, out var taken))
            {
                return taken;
            }
            else
            {
                Transcode(source.Read(_input.AsSpan(_inputLength)));
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (true)
        {
            if (_transcoder is null)
            {
                var read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (read == 0 || DropMark(buffer.Span, ref read))
                {
                    return read;
                }
            }
            else if (TryTake(buffer.Span, out var taken))
            {
                return taken;
            }
            else
            {
                Transcode(await source.ReadAsync(_input.AsMemory(_inputLength), cancellationToken).ConfigureAwait(false));
            }
        }
    }

    /// <summary>
    /// Goes forward to resume an import: a UTF-8 file is entered at once (when the source can seek), others are read up to there.
    /// Call it before the first read.
    /// </summary>
    /// <param name="offset">A <see cref="CsvPosition.Offset"/> of this file.</param>
    /// <param name="cancellationToken">Ends a long read.</param>
    /// <exception cref="EndOfStreamException">The file is shorter than that: it is not the one the offset came from.</exception>
    public async Task SkipToAsync(long offset, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (_transcoder is null && source.CanSeek)
        {
            if (source.Position + _markLeft + offset > source.Length)
            {
                throw new EndOfStreamException();
            }

            source.Seek(_markLeft + offset, SeekOrigin.Current);
            _markLeft = 0;
            return;
        }

        var scratch = new byte[InputSize];
        while (offset > 0)
        {
            var read = await ReadAsync(scratch.AsMemory(0, (int)Math.Min(offset, scratch.Length)), cancellationToken)
                .ConfigureAwait(false);
            offset -= read > 0 ? read : throw new EndOfStreamException();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        if (!leaveOpen)
        {
            await source.DisposeAsync().ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    // Removes what is left of the byte order mark; false when nothing but the mark was read.
    private bool DropMark(Span<byte> buffer, ref int read)
    {
        if (_markLeft == 0)
        {
            return true;
        }

        var dropped = Math.Min(_markLeft, read);
        buffer[dropped..read].CopyTo(buffer);
        _markLeft -= dropped;
        read -= dropped;
        return read > 0;
    }

    // False when more input is needed first; then there is room for it.
    private bool TryTake(Span<byte> buffer, out int taken)
    {
        taken = Math.Min(buffer.Length, _outputLength - _outputAt);
        if (taken > 0 || _ended)
        {
            _output.AsSpan(_outputAt, taken).CopyTo(buffer);
            _outputAt += taken;
            return true;
        }

        if (_input.Length == 0)
        {
            _input = new byte[InputSize];
            _output = new byte[InputSize * Utf8Transcoder.Growth];
        }

        return false;
    }

    private void Transcode(int read)
    {
        _ended = read == 0;
        var input = _input.AsSpan(_inputLength, read);
        var kept = read;
        if (read > 0 && !DropMark(input, ref kept))
        {
            return;
        }

        _inputLength += kept;
        _outputAt = 0;
        _outputLength = _transcoder!.Convert(_input.AsSpan(0, _inputLength), _ended, _output, out var consumed);
        _input.AsSpan(consumed, _inputLength - consumed).CopyTo(_input);
        _inputLength -= consumed;
    }
}
