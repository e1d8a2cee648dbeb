using System.Text;
using EmailCampaign.Mail.Csv;

namespace EmailCampaign.Mail.Tests.Csv;

public sealed class ContactReaderTests
{
    [Fact]
    public async Task Read_ExportedDeadLetters_GiveTheContactsValuesBack()
    {
        var rows = await Files.ContactsAsync("email,phone,note,_email,_row,_status\r\n\"'+ann@x.co\",\"'+491234\",'quoted,\"'+ann@x.co\",2,dead\r\n"u8.ToArray());

        var accepted = Assert.IsType<ContactRow.Accepted>(Assert.Single(rows));
        Assert.Equal("+ann@x.co", accepted.Address);
        Assert.Equal(["+ann@x.co", "+491234", "'quoted"], accepted.Values[..3]);
    }

    [Fact]
    public async Task Read_AnOrdinaryFile_KeepsItsApostrophes()
    {
        var rows = await Files.ContactsAsync("email,phone\r\nann@x.co,'+491234\r\n"u8.ToArray());

        Assert.Equal("'+491234", Assert.IsType<ContactRow.Accepted>(Assert.Single(rows)).Values[1]);
    }

    [Fact]
    public async Task Read_FileWithEveryFault_KeepsTheGoodRowsAndNamesTheOthers()
    {
        byte[] file =
        [
            .. "sep=;\r\nName;E-Mail\r\n"u8,
            .. Encoding.UTF8.GetBytes("Zoé éééééééééé;zoe@BÜCHER.de\r\n"),
            .. "only one\r\n\r\n"u8,
            .. "Bo;bo@x.co;more\r\n"u8,
            .. "Al;al@localhost\r\n"u8,
            .. "\"two\r\nlines\";cy@x.co\r\n"u8,
            .. "Ed;e"u8, 0xE9, .. "@x.co\r\n"u8,
            .. "\""u8, .. Enumerable.Repeat((byte)'x', 2_000_000), .. "\";big@x.co\r\n"u8,
            .. "Last;last@x.co"u8,
        ];

        var rows = await Files.ContactsAsync(file);

        Assert.Equal(
            [
                "3 zoe@xn--bcher-kva.de",
                "4 Ragged: the row has 1 field where the header has 2",
                "6 Ragged: the row has 3 fields where the header has 2",
                "7 BadAddress: the domain has no dot",
                "8 cy@x.co",
                "10 Undecodable: the row has bytes that are not text in the file's encoding",
                "11 TooLong: the row is longer than a row may be (is a quote missing?)",
                "12 last@x.co",
            ],
            rows.Select(static row => row switch
            {
                ContactRow.Accepted accepted => $"{accepted.Line} {accepted.Address}",
                ContactRow.Rejected rejected => $"{rejected.Line} {rejected.Problem}: {rejected.Detail}",
                _ => "?",
            }));
        Assert.Equal(file.Length, rows[^1].Next.Offset);
        Assert.Equal(["two\r\nlines", "cy@x.co"], Assert.IsType<ContactRow.Accepted>(rows[4]).Values);
        Assert.Equal("Al;al@localhost"u8.ToArray(), Assert.IsType<ContactRow.Rejected>(rows[3]).Raw);
    }

    public static TheoryData<byte[]> SameContacts => new()
    {
        Encoding.UTF8.GetBytes("email,name\nzoe@x.co,Zoé\n"),
        Encoding.UTF8.GetBytes("email;name\r\nzoe@x.co;Zoé\r\n"),
        Files.WithMark(Encoding.UTF8, "email|name\rzoe@x.co|Zoé\r"),
        Files.WithMark(Encoding.Unicode, "email\tname\r\nzoe@x.co\tZoé\r\n"),
        Files.WithMark(Encoding.BigEndianUnicode, "email,name\nzoe@x.co,Zoé"),
        Files.Windows1252.GetBytes("\"email\",\"name\"\n\"zoe@x.co\",\"Zoé\"\n"),
    };

    [Theory]
    [MemberData(nameof(SameContacts), DisableDiscoveryEnumeration = true)]
    public async Task Read_SameContactInAnyDialect_IsTheSame(byte[] file)
    {
        var accepted = Assert.IsType<ContactRow.Accepted>(Assert.Single(await Files.ContactsAsync(file)));

        Assert.Equal("zoe@x.co", accepted.Address);
        Assert.Equal(["zoe@x.co", "Zoé"], accepted.Values);
    }

    [Theory]
    [InlineData("email", 0)]
    [InlineData("name, E-Mail ", 1)]
    [InlineData("name,MAIL", 1)]
    [InlineData("mail,email", 1)]
    [InlineData("Email Address,x", 0)]
    [InlineData("x,email_address", 1)]
    [InlineData("x,EmailAddress", 1)]
    [InlineData("name,emails", null)]
    public void Find_WithoutAWish_KnowsTheUsualNames(string columns, int? index)
        => Assert.Equal(index, EmailColumn.Find(columns.Split(','), null));

    [Theory]
    [InlineData(" contact ", 1)]
    [InlineData("CONTACT", 1)]
    [InlineData("missing", null)]
    public void Find_WithAWish_TakesOnlyThat(string wanted, int? index)
        => Assert.Equal(index, EmailColumn.Find(["email", "Contact", "contact"], wanted));
}
