using System.Text;
using EmailCampaign.Mail.Csv;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace EmailCampaign.Mail.Tests.Csv;

public sealed class CsvUtf8StreamTests
{
    private static readonly Dictionary<string, Encoding> Encodings = new()
    {
        ["utf-8"] = Encoding.UTF8,
        ["utf-16le"] = Encoding.Unicode,
        ["utf-16be"] = Encoding.BigEndianUnicode,
        ["windows-1252"] = Files.Windows1252,
    };

    [Property(MaxTest = 100)]
    public Property Read_AnyEncodingInAnyPieces_GivesUtf8()
    {
        var text = Gen.Elements("a", "é", "€", "\r\n", "\uFEFF", "\U0001F600", "ж", new string('x', 20_000), new string('é', 20_000))
            .ListOf().Resize(8).Select(static pieces => string.Concat(pieces));
        var source = from name in Gen.Elements("utf-8", "utf-16le", "utf-16be", "windows-1252")
                     from mark in Gen.Elements(true, false)
                     from body in text
                     from size in Gen.Elements(1, 2, 3, 1000, 100_000)
                     select (name, mark: mark && name != "windows-1252", body, size);
        return Prop.ForAll(source.ToArbitrary(), static source =>
        {
            var (name, mark, body, size) = source;
            var encoding = Encodings[name];
            body = encoding.GetString(encoding.GetBytes(body)); // only what the encoding has
            var file = mark ? Files.WithMark(encoding, body) : encoding.GetBytes(body);

            // xunit compares arrays element by element, which is slow for this many.
            Assert.True(Encoding.UTF8.GetBytes(body).AsSpan().SequenceEqual(Read(file, Dialect(name, mark), size)));
        });
    }

    [Theory]
    [InlineData("utf-16le", new byte[] { 0x00, 0xD8, 0x41, 0x00 }, new byte[] { 0xFF, 0x41 })]
    [InlineData("utf-16le", new byte[] { 0x41, 0x00, 0x00, 0xDC }, new byte[] { 0x41, 0xFF })]
    [InlineData("utf-16be", new byte[] { 0x00, 0x41, 0xD8, 0x00 }, new byte[] { 0x41, 0xFF })]
    [InlineData("utf-16le", new byte[] { 0x41, 0x00, 0x42 }, new byte[] { 0x41, 0xFF })]
    [InlineData("windows-1252", new byte[] { 0x41, 0x81, 0x8D, 0x8F, 0x90, 0x9D, 0x80 }, new byte[] { 0x41, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xE2, 0x82, 0xAC })]
    [InlineData("utf-8", new byte[] { 0x41, 0xE9, 0x2C }, new byte[] { 0x41, 0xE9, 0x2C })]
    public void Read_WhatIsNoText_ComesOutAsNoUtf8(string encoding, byte[] file, byte[] expected)
    {
        Assert.Equal(expected, Read(file, Dialect(encoding, mark: false), 1));
        Assert.Equal(expected, Read(file, Dialect(encoding, mark: false), 100));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16le")]
    [InlineData("utf-16be")]
    [InlineData("windows-1252")]
    public async Task SkipTo_AnyEncoding_ContinuesThere(string name)
    {
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(static i => $"é{i}\n"));
        var utf8 = Encoding.UTF8.GetBytes(text);
        var mark = name is not "windows-1252";
        var file = mark ? Files.WithMark(Encodings[name], text) : Encodings[name].GetBytes(text);
        foreach (var offset in new[] { 0, 3, 100_000, utf8.Length })
        {
            await using var stream = new CsvUtf8Stream(new MemoryStream(file), Dialect(name, mark));
            await stream.SkipToAsync(offset, TestContext.Current.CancellationToken);
            var rest = new MemoryStream();
            await stream.CopyToAsync(rest, TestContext.Current.CancellationToken);

            Assert.True(utf8.AsSpan(offset).SequenceEqual(rest.ToArray()));
        }
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("windows-1252")]
    public async Task SkipTo_PastTheEnd_Throws(string name)
    {
        await using var stream = new CsvUtf8Stream(new MemoryStream("abc"u8.ToArray()), Dialect(name, mark: false));
        await Assert.ThrowsAsync<EndOfStreamException>(() => stream.SkipToAsync(4, TestContext.Current.CancellationToken));
    }

    private static CsvDialect Dialect(string encoding, bool mark)
        => new() { Encoding = encoding, ByteOrderMark = mark, Delimiter = ',', SeparatorLine = false };

    // Reads in pieces of a size from a source that gives no more than that at once.
    private static byte[] Read(byte[] file, CsvDialect dialect, int size)
    {
        using var stream = new CsvUtf8Stream(new DribblingStream(file, size), dialect);
        var all = new MemoryStream();
        var piece = new byte[size];
        while (stream.Read(piece) is var read and > 0)
        {
            all.Write(piece, 0, read);
        }

        return all.ToArray();
    }
}
