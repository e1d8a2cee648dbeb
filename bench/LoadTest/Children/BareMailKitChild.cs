using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace EmailCampaign.LoadTest.Children;

/// <summary>Reads the contacts and sends them through connections that are kept open. Prints how long that took.</summary>
internal static class BareMailKitChild
{
    public const string Verb = "mailkit-child";
    private const int Buffer = 500;

    public static async Task<int> RunAsync(string contacts, string connections, string host, string port)
    {
        var started = Stopwatch.GetTimestamp();
        var rows = Channel.CreateBounded<string>(new BoundedChannelOptions(Buffer) { SingleWriter = true });
        var senders = Enumerable.Range(0, int.Parse(connections, CultureInfo.InvariantCulture))
            .Select(_ => SendAsync(rows.Reader, host, int.Parse(port, CultureInfo.InvariantCulture)))
            .ToArray();
        await foreach (var row in File.ReadLinesAsync(contacts).Skip(1))
        {
            await rows.Writer.WriteAsync(row);
        }

        rows.Writer.Complete();
        await Task.WhenAll(senders);
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $$"""{"seconds":{{Stopwatch.GetElapsedTime(started).TotalSeconds}}}"""));
        return 0;
    }

    private static async Task SendAsync(ChannelReader<string> rows, string host, int port)
    {
        using var client = new SmtpClient();
        await client.ConnectAsync(host, port, SecureSocketOptions.None);
        await foreach (var row in rows.ReadAllAsync())
        {
            using var message = Compose(row);
            await client.SendAsync(message);
        }

        await client.DisconnectAsync(quit: true);
    }

    // Our own file: four plain fields and a quoted one.
    private static MimeMessage Compose(string row)
    {
        var fields = row.Split(',', 5);
        var message = new MimeMessage();
        message.From.Add(new MailboxAddress("News", "news@sender.test"));
        message.To.Add(new MailboxAddress("", fields[0]));
        message.Subject = Fill(Material.Subject, fields);
        message.Body = new TextPart("plain") { Text = Fill(Material.Body, fields) };
        return message;
    }

    private static string Fill(string text, string[] fields) => text
        .Replace("{{ first_name }}", fields[1], StringComparison.Ordinal)
        .Replace("{{ last_name }}", fields[2], StringComparison.Ordinal)
        .Replace("{{ plan }}", fields[3], StringComparison.Ordinal)
        .Replace("{{ city }}", fields[4].Trim('"'), StringComparison.Ordinal);
}
