using System.Text;
using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Smtp;
using MimeKit;

namespace EmailCampaign.SystemTests.Delivery;

/// <summary>A contact's value with line ends in it, used in the subject and in a header: looked at as the server took it.</summary>
[Collection(TestGroups.Embedded)]
public sealed class HeaderInjectionTests
{
    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n\r\n")]
    [InlineData("\u2028")]
    [InlineData("\u0085")]
    public async Task Launch_LineEndsInAColumn_BringNoHeaderAndNoBodyOfTheirOwn(string lineEnd)
    {
        await using var server = ScriptedSmtpServer.Start(keepContent: true);
        await using var workspace = new Workspace().SendTo(server);
        workspace.Template("Hello {{ first_name }}", "Good morning.\n");
        var contacts = workspace.File("contacts.csv");
        var name = $"Ada{lineEnd}Bcc: spy@example.test{lineEnd}X-Evil: 1";
        await File.WriteAllTextAsync(contacts, $"email,first_name\nada@example.test,\"{name}\"\n", TestContext.Current.CancellationToken);

        var run = await workspace.LaunchAsync(contacts, "injection", "--header", "X-Name: {{ first_name }}", "--header", "X-Last: end");

        run.AssertExit(0);
        var delivery = Assert.Single(server.Deliveries);
        Assert.Equal("ada@example.test", delivery.Recipient); // one RCPT, whatever the mail says
        var text = Encoding.UTF8.GetString(delivery.Content.Span);
        var header = text[..text.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
        Assert.DoesNotContain(header.Split("\r\n"), static line => line.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase)
            || line.StartsWith("X-Evil", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain('\n', header.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.DoesNotContain('\r', header.Replace("\r\n", "", StringComparison.Ordinal));

        using var stream = new MemoryStream(delivery.Content.ToArray());
        using var mail = await MimeMessage.LoadAsync(stream, TestContext.Current.CancellationToken);
        Assert.Equal(["From", "To", "Subject", "Date", "Message-Id", "MIME-Version", "X-Name", "X-Last"], mail.Headers.Select(static each => each.Field).Intersect(
            ["From", "To", "Cc", "Bcc", "Subject", "Date", "Message-Id", "MIME-Version", "X-Name", "X-Evil", "X-Last"], StringComparer.OrdinalIgnoreCase));
        Assert.StartsWith("Hello Ada", mail.Subject, StringComparison.Ordinal);
        Assert.EndsWith("X-Evil: 1", mail.Subject, StringComparison.Ordinal);
        Assert.EndsWith("X-Evil: 1", mail.Headers["X-Name"], StringComparison.Ordinal);
        Assert.Equal("Good morning.", mail.TextBody?.Trim());
    }
}
