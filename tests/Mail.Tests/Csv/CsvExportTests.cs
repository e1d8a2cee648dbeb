using System.Text;
using EmailCampaign.Mail.Csv;

namespace EmailCampaign.Mail.Tests.Csv;

public sealed class CsvExportTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("é", "é")]
    [InlineData("a=b", "a=b")]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@x", "\"'@x\"")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("＋1", "\"'＋1\"")]
    [InlineData("－1", "\"'－1\"")]
    [InlineData("＠x", "\"'＠x\"")]
    [InlineData("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\"")]
    public async Task Write_OneField_IsQuotedAndProtected(string value, string written)
        => Assert.Equal($"a,{written}\r\n", await WriteAsync(["a", value]));

    [Fact]
    public async Task Write_RowsOfDifferentLengths_AreWrittenAsGiven()
        => Assert.Equal("email,reason\r\na@x.co\r\nb@x.co,c,d\r\n", await WriteAsync(["email", "reason"], ["a@x.co"], ["b@x.co", "c", "d"]));

    [Fact]
    public async Task Write_ThenImport_GivesTheSameAddresses()
    {
        string[] addresses = ["-a@x.co", "=b@x.co", "+c@x.co", "d@x.co", "'e@x.co"];
        var text = await WriteAsync([["email"], .. addresses.Select(static address => new[] { address })]);

        var rows = await Files.ContactsAsync(Encoding.UTF8.GetBytes(text));

        Assert.Equal(addresses, rows.Select(static row => Assert.IsType<ContactRow.Accepted>(row).Address));
    }

    [Fact]
    public async Task Flush_BeforeDisposal_WritesToTheStreamAndLeavesItOpen()
    {
        var stream = new MemoryStream();
        var export = new CsvExport(stream);
        await export.WriteAsync(["a"], TestContext.Current.CancellationToken);
        await export.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal("a\r\n"u8.ToArray(), stream.ToArray());

        await export.DisposeAsync();
        Assert.True(stream.CanWrite);
    }

    private static async Task<string> WriteAsync(params string[][] rows)
    {
        var stream = new MemoryStream();
        await using (var export = new CsvExport(stream))
        {
            foreach (var row in rows)
            {
                await export.WriteAsync(row, TestContext.Current.CancellationToken);
            }
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
