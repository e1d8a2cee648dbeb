using System.Buffers;

namespace EmailCampaign.Mail.Composition;

/// <summary>
/// A mail as the bytes that are signed, stored or sent: CRLF line ends, no dot-stuffing. What many mails share (an attachment as base64) is
/// referred to and not copied. Used again and again by one sender; not safe to share.
/// </summary>
public sealed class ComposedMail
{
    private const int MostKept = 256 * 1024;

    private readonly List<(int Before, ReadOnlyMemory<byte> Shared)> _shared = [];
    private ArrayBufferWriter<byte> _own = new(4096);

    /// <summary>Octets in all.</summary>
    public long Length { get; private set; }

    /// <summary>Where the mail's own bytes are written to; call <see cref="Complete"/> when all are.</summary>
    internal ArrayBufferWriter<byte> Own => _own;

    /// <summary>The pieces in order.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces
    {
        get
        {
            var done = 0;
            foreach (var (before, shared) in _shared)
            {
                yield return _own.WrittenMemory[done..before];
                yield return shared;
                done = before;
            }

            yield return _own.WrittenMemory[done..];
        }
    }

    /// <summary>Copies the mail into an array of its own.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        var done = 0;
        foreach (var piece in Pieces)
        {
            piece.CopyTo(bytes.AsMemory(done));
            done += piece.Length;
        }

        return bytes;
    }

    /// <summary>Forgets the mail. The buffer of an unusually large one is let go.</summary>
    public void Clear()
    {
        _shared.Clear();
        Length = 0;
        if (_own.Capacity > MostKept)
        {
            _own = new(4096);
        }
        else
        {
            _own.ResetWrittenCount();
        }
    }

    /// <summary>Adds bytes that are not copied, and not written to as long as the mail is used.</summary>
    internal void Share(ReadOnlyMemory<byte> bytes)
    {
        _shared.Add((_own.WrittenCount, bytes));
        Length += bytes.Length;
    }

    internal void Complete() => Length += _own.WrittenCount;
}
