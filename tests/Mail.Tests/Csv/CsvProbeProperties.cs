using System.Text;
using EmailCampaign.Mail.Csv;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace EmailCampaign.Mail.Tests.Csv;

public sealed class CsvProbeProperties
{
    private static readonly Gen<byte[]> Files = Gen
        .Elements<byte[]>(
            [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF], [0], [0xE9], [0xC3, 0xA9], [0x81], [0xD8], [.. "email"u8], [.. "a@x.co"u8],
            [.. "sep=;\n"u8], [(byte)','], [(byte)';'], [(byte)'"'], [(byte)'\r'], [(byte)'\n'], [(byte)' '], [.. "name,email\n"u8])
        .ListOf()
        .Select(static pieces => pieces.SelectMany(static piece => piece).ToArray());

    [Property(MaxTest = 500)]
    public Property Read_AnyBytes_AnswersAndWhatIsReadableStartsWithItsHeader()
        => Prop.ForAll(Files.ToArbitrary(), static async file =>
        {
            if (await CsvProbe.ReadAsync(new MemoryStream(file), CancellationToken.None) is not CsvProbeResult.Readable readable)
            {
                return;
            }

            await using var text = new CsvUtf8Stream(new MemoryStream(file), readable.Dialect);
            var utf8 = new MemoryStream();
            await text.CopyToAsync(utf8);
            var header = Rows.Of(utf8.ToArray(), readable.Dialect.Delimiter)[CsvHeader.SkipRows(readable.Dialect) - 1];
            Assert.Equal(header.Fields.Length, readable.Columns.Count);
        });

    [Fact]
    public async Task Read_SeparatorLineWithAnyAsciiCharacter_WorksOrSaysWhyNot()
    {
        var cancellation = TestContext.Current.CancellationToken;
        for (var delimiter = (char)1; delimiter < 128; delimiter++)
        {
            var file = Encoding.ASCII.GetBytes($"sep={delimiter}\n?{delimiter}!\n");
            switch (await CsvProbe.ReadAsync(new MemoryStream(file), cancellation))
            {
                case CsvProbeResult.Readable readable:
                    Assert.Equal(delimiter, readable.Dialect.Delimiter);
                    Assert.Equal(delimiter is '?' or '!' ? 3 : 2, readable.Columns.Count);
                    break;
                case CsvProbeResult.Unreadable unreadable:
                    Assert.Contains("sep=", unreadable.Problem, StringComparison.Ordinal);
                    Assert.DoesNotContain(delimiter, ",;\t|:^~");
                    break;
            }
        }
    }
}
