using System.Text;

namespace EmailCampaign.Mail.Csv;

/// <summary>Windows-1252, what Excel writes as "CSV" in the West. The five bytes it leaves undefined are undecodable.</summary>
internal sealed class Windows1252Transcoder : Utf8Transcoder
{
    private static readonly byte[][] Upper = ReadUpperHalf();

    public override int Convert(ReadOnlySpan<byte> input, bool last, Span<byte> output, out int consumed)
    {
        consumed = input.Length;
        var written = 0;
        while (!input.IsEmpty)
        {
            var upper = input.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            var ascii = upper < 0 ? input.Length : upper;
            input[..ascii].CopyTo(output[written..]);
            written += ascii;
            input = input[ascii..];
            if (!input.IsEmpty)
            {
                var bytes = Upper[input[0] - 0x80];
                bytes.CopyTo(output[written..]);
                written += bytes.Length;
                input = input[1..];
            }
        }

        return written;
    }

    private static byte[][] ReadUpperHalf()
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        return [.. Enumerable.Range(0x80, 0x80).Select(code => code is 0x81 or 0x8D or 0x8F or 0x90 or 0x9D
            ? [Undecodable]
            : Encoding.UTF8.GetBytes(encoding.GetString([(byte)code])))];
    }
}
