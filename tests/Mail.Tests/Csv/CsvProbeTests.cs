using System.Security.Cryptography;
using System.Text;
using EmailCampaign.Mail.Csv;

namespace EmailCampaign.Mail.Tests.Csv;

public sealed class CsvProbeTests
{
    private const string Text = "email,name\nzoé@x.co,Zoé\n";

    public static TheoryData<byte[], string, bool> Encodings => new()
    {
        { Encoding.UTF8.GetBytes(Text), "utf-8", false },
        { Files.WithMark(Encoding.UTF8, Text), "utf-8", true },
        { Files.WithMark(Encoding.Unicode, Text), "utf-16le", true },
        { Files.WithMark(Encoding.BigEndianUnicode, Text), "utf-16be", true },
        { Files.Windows1252.GetBytes(Text), "windows-1252", false },
        { "email,name\na@x.co,b\n"u8.ToArray(), "utf-8", false },
    };

    [Theory]
    [MemberData(nameof(Encodings), DisableDiscoveryEnumeration = true)]
    public async Task Read_AnyEncoding_FindsItAndTheColumns(byte[] file, string encoding, bool mark)
    {
        var readable = await Files.ReadableAsync(file);

        Assert.Equal(encoding, readable.Dialect.Encoding);
        Assert.Equal(mark, readable.Dialect.ByteOrderMark);
        Assert.Equal(',', readable.Dialect.Delimiter);
        Assert.Equal(["email", "name"], readable.Columns);
        Assert.Equal(file.Length, readable.Length);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file)), readable.Sha256);
    }

    [Theory]
    [InlineData(10, "utf-8")]
    [InlineData(9, "windows-1252")]
    public async Task Read_SomeBytesThatAreNotUtf8_GoesByTheMajority(int valid, string encoding)
    {
        byte[] file = [.. "email,name\na@x.co,"u8, .. Encoding.UTF8.GetBytes(new string('é', valid)), .. "\nb@x.co,"u8, 0xE9, .. "\n"u8];

        var readable = await Files.ReadableAsync(file);

        Assert.Equal(encoding, readable.Dialect.Encoding);
        Assert.Single(readable.Warnings);
    }

    [Theory]
    [InlineData(256 * 1024)]
    [InlineData(256 * 1024 - 1)]
    [InlineData(256 * 1024 - 2)]
    public async Task Read_CharacterAcrossABlockOfTheFile_IsStillUtf8(int before)
    {
        var head = "email,name\n";
        var file = Encoding.UTF8.GetBytes(head + new string('x', before - head.Length) + "\U0001F600\nb@x.co,c\n");

        var readable = await Files.ReadableAsync(file);

        Assert.Equal("utf-8", readable.Dialect.Encoding);
        Assert.Empty(readable.Warnings);
    }

    [Fact]
    public async Task Read_FileCutInsideACharacter_WarnsOfIt()
    {
        byte[] file = [.. Encoding.UTF8.GetBytes("email,name\na@x.co,éééééééééé\nb@x.co,"), 0xC3];

        var readable = await Files.ReadableAsync(file);

        Assert.Equal("utf-8", readable.Dialect.Encoding);
        Assert.Single(readable.Warnings);
    }

    [Theory]
    [InlineData("email,name\na@x.co,b", ',', 2)]
    [InlineData("email;name\na@x.co;b", ';', 2)]
    [InlineData("email\tname\na@x.co\tb", '\t', 2)]
    [InlineData("email|name\na@x.co|b", '|', 2)]
    [InlineData("email\na@x.co\nb@x.co", ',', 1)]
    [InlineData("email", ',', 1)]
    [InlineData("email;name, first;city\na@x.co;Bo;Ulm\nb@x.co;Al;Bonn", ';', 3)]
    [InlineData("email;note\na@x.co;1,5\nb@x.co;2,5\nc@x.co;3,5", ';', 2)]
    [InlineData("email,\"a;b;c;d\"\na@x.co,b\nc@x.co,d", ',', 2)]
    [InlineData("email;name\na@x.co;b\nragged\nb@x.co;c\n", ';', 2)]
    [InlineData("\n\nemail;name\na@x.co;b\n", ';', 2)]
    public async Task Read_WithoutSeparatorLine_DetectsTheDelimiter(string text, char delimiter, int columns)
    {
        var readable = await Files.ReadableAsync(Encoding.UTF8.GetBytes(text));

        Assert.Equal(delimiter, readable.Dialect.Delimiter);
        Assert.Equal(columns, readable.Columns.Count);
        Assert.False(readable.Dialect.SeparatorLine);
    }

    [Theory]
    [InlineData("sep=;\r\nemail;a,b\r\n", ';')]
    [InlineData("SEP=^\nemail^a,b\n", '^')]
    [InlineData("sep=\t\nemail\ta,b\n", '\t')]
    [InlineData("\"sep=;\"\nemail;a,b\n", ';')]
    [InlineData("sep=,\nemail,\"a,b\"\n", ',')]
    public async Task Read_SeparatorLine_Decides(string text, char delimiter)
    {
        var readable = await Files.ReadableAsync(Files.WithMark(Encoding.UTF8, text));

        Assert.Equal(delimiter, readable.Dialect.Delimiter);
        Assert.True(readable.Dialect.SeparatorLine);
        Assert.Equal(2, CsvHeader.SkipRows(readable.Dialect));
        Assert.Equal(["email", "a,b"], readable.Columns);
    }

    [Fact]
    public async Task Read_HeaderWithSpaceAndMarks_TrimsIt()
        => Assert.Equal(
            ["email", "first name", ""],
            (await Files.ReadableAsync("\u00A0email ,\" \uFEFFfirst name\t\", \na@x.co,b,c\n"u8.ToArray())).Columns);

    [Fact]
    public async Task Read_ColumnTwice_WarnsWithThePositions()
    {
        var readable = await Files.ReadableAsync("email,Name,x,name\n"u8.ToArray());

        Assert.Equal(["email", "Name", "x", "name"], readable.Columns);
        Assert.Equal(
            ["The column \"Name\" occurs again in position 4; the first one, in position 2, counts."], readable.Warnings);
    }

    [Fact]
    public async Task Read_UnclosedQuoteInALaterRow_IsLeftToTheImport()
        => Assert.Equal(["email", "name"], (await Files.ReadableAsync("email,name\na@x.co,\"b\nc@x.co,d\n"u8.ToArray())).Columns);

    public static TheoryData<byte[], string> Broken => new()
    {
        { [], "empty" },
        { [0xEF, 0xBB, 0xBF], "no header" },
        { "\r\n\n"u8.ToArray(), "no header" },
        { "sep=;\n"u8.ToArray(), "no header" },
        { "sep=\nemail,a\n"u8.ToArray(), "sep=" },
        { Encoding.UTF8.GetBytes("sep=é\nemail,a\n"), "sep=" },
        { ",,\na@x.co,b,c\n"u8.ToArray(), "names no columns" },
        { "a@x.co,Ann\nb@x.co,Bob\n"u8.ToArray(), "header line on top" },
        { "email,\"name\na@x.co,b\n"u8.ToArray(), "line 1, in the header, is never closed" },
        { [.. "email,\"name\n"u8, .. Enumerable.Repeat((byte)'x', 300_000)], "header does not end" },
        { [.. Enumerable.Repeat((byte)'x', 70_000), .. "\na@x.co"u8], "too long" },
        { [0xEF, 0xBB, 0xBF, .. "email,"u8, 0xE9, .. "\na@x.co,b"u8], "cannot be decoded" },
        { Encoding.Unicode.GetBytes(Text), "NUL" },
        { Encoding.BigEndianUnicode.GetBytes(Text), "NUL" },
        { Files.WithMark(Encoding.UTF32, Text), "UTF-32" },
        { "PK\u0003\u0004 etc"u8.ToArray(), "workbook" },
    };

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public async Task Read_FileThatCannotBeImported_SaysWhyInOneSentence(byte[] file, string part)
    {
        var problem = await Files.ProblemAsync(file);

        Assert.Contains(part, problem, StringComparison.Ordinal);
        Assert.False(problem.EndsWith('.'));
    }

    [Fact]
    public async Task ReadFile_PathThatIsNoFile_SaysSo()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var missing = Path.Combine(AppContext.BaseDirectory, "missing", "contacts.csv");

        Assert.Equal(
            new CsvProbeResult.Unreadable("there is no such file"), await CsvProbe.ReadFileAsync(missing, cancellation));
        Assert.Equal(
            new CsvProbeResult.Unreadable("it is a directory, not a CSV file"),
            await CsvProbe.ReadFileAsync(AppContext.BaseDirectory, cancellation));
    }
}
