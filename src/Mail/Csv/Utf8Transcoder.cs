namespace EmailCampaign.Mail.Csv;

/// <summary>Turns bytes of another encoding into UTF-8; what is no text becomes <see cref="Undecodable"/>.</summary>
internal abstract class Utf8Transcoder
{
    /// <summary>The most bytes of output for a byte of input.</summary>
    public const int Growth = 3;

    /// <summary>A byte that never occurs in UTF-8.</summary>
    public const byte Undecodable = 0xFF;

    /// <summary>The one for an encoding, or <see langword="null"/> for UTF-8, which needs none.</summary>
    public static Utf8Transcoder? For(string encoding) => encoding switch
    {
        CsvEncodings.Utf8 => null,
        CsvEncodings.Utf16LittleEndian => new Utf16Transcoder(bigEndian: false),
        CsvEncodings.Utf16BigEndian => new Utf16Transcoder(bigEndian: true),
        CsvEncodings.Windows1252 => new Windows1252Transcoder(),
        _ => throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "Not an encoding of a CSV dialect."),
    };

    /// <summary>Converts as much as is complete.</summary>
    /// <param name="input">Starts where the last call stopped consuming.</param>
    /// <param name="last">Whether nothing follows; then everything is consumed.</param>
    /// <param name="output">At least <see cref="Growth"/> times as long as the input.</param>
    /// <param name="consumed">Bytes of input that are done with.</param>
    /// <returns>Bytes written.</returns>
    public abstract int Convert(ReadOnlySpan<byte> input, bool last, Span<byte> output, out int consumed);
}
