using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace EmailCampaign.LoadTest;

/// <summary>The library we send with, without us: kept-open connections fed from a channel, nothing durable.</summary>
internal static class BareMailKit
{
    public const string Role = "bare-mailkit";

    public static async Task<int> RunAsync(string contacts, int port, int connections)
    {
        var started = Stopwatch.GetTimestamp();
        var rows = Channel.CreateBounded<string[]>(500);
        var sent = 0;
        var senders = Enumerable.Range(0, connections).Select(async _ =>
        {
            using var client = new SmtpClient();
            await client.ConnectAsync("127.0.0.1", port, SecureSocketOptions.None);
            await foreach (var row in rows.Reader.ReadAllAsync())
            {
                using var message = Compose(row);
                await client.SendAsync(message);
                Interlocked.Increment(ref sent);
            }

            await client.DisconnectAsync(quit: true);
        }).ToArray();

        await foreach (var line in File.ReadLinesAsync(contacts))
        {
            if (!line.StartsWith("email,", StringComparison.Ordinal))
            {
                // The generated file: four plain fields, and the city in quotes.
                var fields = line.Split(',', 5);
                await rows.Writer.WriteAsync([.. fields[..4], fields[4].Trim('"')]);
            }
        }

        rows.Writer.Complete();
        await Task.WhenAll(senders);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sent} {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0}"));
        return 0;
    }

    private static MimeMessage Compose(string[] row)
    {
        var message = new MimeMessage();
        message.From.Add(new MailboxAddress("News", "news@sender.test"));
        message.To.Add(new MailboxAddress("", row[0]));
        message.Subject = "Hello " + row[1];
        message.MessageId = row[0];
        message.Body = new TextPart("plain") { Text = Material.Wording(row[1], row[2], row[3], row[4]) };
        return message;
    }
}
