using System.Buffers;
using System.Text;
using EmailCampaign.Mail.Providers.Smtp;
using FsCheck.Xunit;

namespace EmailCampaign.Mail.Providers.Tests.Smtp.Pipelined;

public sealed class SmtpContentTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a\r\n", "a\r\n")]
    [InlineData(".", "..")]
    [InlineData(".\r\n", "..\r\n")]
    [InlineData("a\r\n.\r\n.\r\nb", "a\r\n..\r\n..\r\nb")]
    [InlineData("a\r\n..b\r\n", "a\r\n...b\r\n")]
    [InlineData("a.b\r\nc.\r\n", "a.b\r\nc.\r\n")]
    [InlineData("a\n.b", "a\n..b")]
    public void Queue_DotsThatBeginALine_AreDoubled(string content, string expected)
    {
        for (var cut = 0; cut <= content.Length; cut++)
        {
            Assert.Equal(expected, Stuffed(content[..cut], content[cut..]));
        }
    }

    [Property(MaxTest = 500)]
    public bool Queue_AnyPieces_AreReadBackAsTheyWere(byte[] choices)
    {
        var pieces = choices.Select(static choice => new[] { ".", "\r\n", "x", "\r\n.", ".\r\n", "..", "\n" }[choice % 7]).ToArray();
        var stuffed = Stuffed(pieces);

        // What a server does: a line's first dot goes when others follow, and a lone one would be the end.
        var lines = stuffed.Split('\n');
        return !lines.Any(static line => line.TrimEnd('\r') == ".")
            && string.Join('\n', lines.Select(static line => line.StartsWith('.') ? line[1..] : line)) == string.Concat(pieces);
    }

    private static string Stuffed(params string[] pieces)
    {
        var output = new ArrayBufferWriter<byte>();
        var content = new SmtpContent();
        foreach (var piece in pieces)
        {
            content.Queue(Encoding.Latin1.GetBytes(piece), output);
        }

        return Encoding.Latin1.GetString(output.WrittenSpan);
    }
}
