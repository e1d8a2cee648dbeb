using System.Text;
using EmailCampaign.Mail.Csv;

namespace EmailCampaign.Mail.Tests.Csv;

public sealed class CsvRowReaderTests
{
    [Theory]
    [InlineData("a,b\nc,d\n", "1:a¦b", "2:c¦d")]
    [InlineData("a,b\r\nc,d", "1:a¦b", "2:c¦d")]
    [InlineData("a,b\rc,d\r", "1:a¦b", "2:c¦d")]
    [InlineData("\n\r\na\n\n\rb", "3:a", "6:b")]
    [InlineData("\"a\nb\r\nc\rd\",e\nf", "1:a\nb\r\nc\rd¦e", "5:f")]
    [InlineData("\"a,b\",\"say \"\"hi\"\"\"", "1:a,b¦say \"hi\"")]
    [InlineData("a\"b,c\nd", "1:a\"b¦c", "2:d")]
    [InlineData("\"a\"b,c\nd", "1:ab¦c", "2:d")]
    [InlineData(" \"a,b\"\nd", "1: \"a¦b\"", "2:d")]
    [InlineData("\"\"\na", "1:", "2:a")]
    [InlineData(",\n", "1:¦")]
    [InlineData("é,ü", "1:é¦ü")]
    public void Push_WholeText_GivesRows(string text, params string[] expected)
        => Assert.Equal(expected, Rows.Of(text).Select(static row => $"{row.Line}:{string.Join('¦', row.Fields)}"));

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public void Push_AnyDelimiter_Splits(char delimiter)
        => Assert.Equal(["a", $"b{delimiter}", "c"], Rows.Of($"a{delimiter}\"b{delimiter}\"{delimiter}c", delimiter)[0].Fields);

    [Fact]
    public void Push_Nothing_GivesNoRows()
    {
        var reader = new CsvRowReader(',', CsvPosition.Start);
        Assert.Empty(reader.Push([], last: false));
        Assert.Empty(reader.Push([], last: true));
        Assert.Null(reader.UnclosedQuoteLine);
    }

    [Fact]
    public void Push_AfterTheLast_Throws()
    {
        var reader = new CsvRowReader(',', CsvPosition.Start);
        reader.Push([], last: true);
        Assert.Throws<InvalidOperationException>(() => reader.Push([], last: true));
    }

    [Theory]
    [InlineData("h\na,\"b\nc\nd", 2, 1)]
    [InlineData("\"a\nb\",\"c", 2, 0)]
    [InlineData("a\n\"b\"\"", 2, 1)]
    [InlineData("a\n\"b\"", null, 2)]
    public void Push_EndInsideQuotes_SaysWhereTheQuoteOpened(string text, int? line, int rows)
    {
        var reader = new CsvRowReader(',', CsvPosition.Start);

        Assert.Equal(rows, reader.Push(Encoding.UTF8.GetBytes(text), last: true).Count);
        Assert.Equal(line, reader.UnclosedQuoteLine);
    }

    [Fact]
    public void Push_BytesThatAreNotUtf8_MarksOnlyTheirRow()
    {
        var rows = Rows.Of([.. "a,b\n"u8, (byte)'c', 0xE9, .. ",d\né,f\n"u8]);

        Assert.Equal([CsvRowFault.None, CsvRowFault.Undecodable, CsvRowFault.None], rows.Select(static row => row.Fault));
        Assert.Equal([(byte)'c', 0xE9, (byte)',', (byte)'d'], rows[1].Raw);
        Assert.Empty(rows[1].Fields);
        Assert.Equal(["é", "f"], rows[2].Fields);
    }

    [Theory]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF }, CsvRowFault.None)]
    [InlineData(new byte[] { 0xFF, 0xFE }, CsvRowFault.Undecodable)]
    [InlineData(new byte[] { 0xFE, 0xFF }, CsvRowFault.Undecodable)]
    public void Push_RowThatStartsLikeAByteOrderMark_ChangesNothingElse(byte[] mark, CsvRowFault fault)
    {
        var rows = Rows.Of([.. mark, .. "a,b\nc,d\n"u8]);

        Assert.Equal(fault, rows[0].Fault);
        Assert.Equal(fault is CsvRowFault.None ? ["\uFEFFa", "b"] : [], rows[0].Fields);
        Assert.Equal(["c", "d"], rows[1].Fields);
    }

    [Theory]
    [InlineData(10, CsvRowFault.None)]
    [InlineData(11, CsvRowFault.TooLong)]
    public void Push_RowAtAndPastTheLimit_IsDecided(int length, CsvRowFault fault)
    {
        var rows = Rows.Of([.. Enumerable.Repeat((byte)'x', length), .. "\r\nb\r\n"u8], maxRowBytes: 10);

        Assert.Equal([fault, CsvRowFault.None], rows.Select(static row => row.Fault));
        Assert.Equal(length, rows[0].Raw.Length);
    }

    [Fact]
    public void Push_FieldOfTwoMegabytesInPieces_KeepsMemoryBoundedAndGoesOn()
    {
        // A quoted field with line breaks in it, so that the line numbers after it depend on what was let go.
        byte[] line = [.. Enumerable.Repeat((byte)'x', 1023), (byte)'\n'];
        var reader = new CsvRowReader(',', CsvPosition.Start);
        Assert.Equal(1, Assert.Single(reader.Push("h,i\na,\""u8, last: false)).Line);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var tooEarly = 0;
        for (var i = 0; i < 2048; i++)
        {
            tooEarly += reader.Push(line, last: false).Count;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var rows = reader.Push("\"\r\nb,c\n"u8, last: true);

        Assert.Equal(0, tooEarly);
        Assert.InRange(allocated, 0, 256 * 1024);
        Assert.Equal([CsvRowFault.TooLong, CsvRowFault.None], rows.Select(static row => row.Fault));
        Assert.Equal([2, 2 + 2048 + 1], rows.Select(static row => row.Line));
        Assert.Equal(CsvRowReader.MaxRawBytes, rows[0].Raw.Length);
        Assert.Equal(["b", "c"], rows[1].Fields);
        Assert.Equal(4 + 3 + 2048 * 1024 + 3 + 4, rows[1].Next.Offset);
    }
}
