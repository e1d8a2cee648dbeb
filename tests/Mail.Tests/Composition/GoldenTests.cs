using System.Text;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Tests.Composition;

/// <summary>Composed messages against files, byte for byte: a change of these bytes is a change of what every recipient gets.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Names => [.. Messages.Keys];

    private static Dictionary<string, OutgoingMessage> Messages => new()
    {
        ["text"] = MessageFixture.Message(),
        ["html-and-text"] = MessageFixture.Message() with
        {
            Html = "<!DOCTYPE html>\n<html><body>\n<p>Hello Ann, this line is long enough that it has to be broken into two on its way.</p>\n</body></html>\n",
            Headers = [new("Precedence", "bulk"), new("X-Campaign", "spring")],
        },
        ["attachment"] = MessageFixture.Message() with
        {
            Html = "<p>Hello Ann</p>\n",
            Attachments = [new("terms.txt", "text/plain", Encoding.UTF8.GetBytes("Terms\nand conditions\n"))],
        },
        ["utf8-names"] = MessageFixture.Message() with
        {
            From = new("Čapek & Söhne, 東京", "news@acme.example"),
            ReplyTo = new("Müller, Anna", "help@acme.example"),
            Subject = "Grüße an Zoë: dein Paket «Größe L» ist unterwegs nach 東京 🎉",
            Text = "Grüße,\n\nZoë\n",
        },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Compose_Message_EqualsTheFile(string name)
    {
        var golden = File.ReadAllBytes(Path.Combine(Folder, $"{name}.eml"));

        // As text first: a difference is then readable.
        Assert.Equal(Encoding.Latin1.GetString(golden), MessageFixture.Wire(Messages[name]));
        Assert.Equal(golden, MessageFixture.Bytes(Messages[name]));
    }

    private static string Folder
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "EmailCampaign.sln")))
            {
                folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
            }

            return Path.Combine(folder.FullName, "tests", "Mail.Tests", "Composition", "Golden");
        }
    }
}
