using System.Buffers;
using EmailCampaign.Mail.Composition;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>Doubles the dot that begins a line (RFC 5321, section 4.5.2), so that only the final one ends the mail.</summary>
internal struct SmtpContent()
{
    private bool _isLineStart = true;

    /// <summary>Queues a whole mail.</summary>
    public static void Queue(ComposedMail content, IBufferWriter<byte> output)
    {
        var stuffing = new SmtpContent();
        foreach (var piece in content.Pieces)
        {
            stuffing.Queue(piece.Span, output);
        }
    }

    /// <summary>Queues the next piece of a mail.</summary>
    public void Queue(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        if (piece.IsEmpty)
        {
            return;
        }

        if (_isLineStart && piece[0] == (byte)'.')
        {
            output.Write("."u8);
        }

        _isLineStart = piece[^1] == (byte)'\n';
        while (piece.IndexOf("\n."u8) is >= 0 and var end)
        {
            output.Write(piece[..(end + 2)]);
            output.Write("."u8);
            piece = piece[(end + 2)..];
        }

        output.Write(piece);
    }
}
