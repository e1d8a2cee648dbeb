using BenchmarkDotNet.Attributes;
using EmailCampaign.Mail.Composition;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Micro;

/// <summary>One rendered mail into the bytes of the wire: by the writer of plain mails, and by MimeKit, whose bytes are the same.</summary>
public class ComposeBenchmarks
{
    private readonly OutgoingMessage _text = Samples.Message(Samples.Text(), 12_345);
    private readonly OutgoingMessage _html = Samples.Message(Samples.Html(), 12_345);
    private readonly MailWriter _writer = new();
    private readonly ComposedMail _mail = new();

    [Benchmark]
    public void Text() => _writer.Write(_text, _mail);

    [Benchmark]
    public void Html() => _writer.Write(_html, _mail);

    [Benchmark]
    public void MimeKitText() => ByMimeKit(_text);

    [Benchmark]
    public void MimeKitHtml() => ByMimeKit(_html);

    private void ByMimeKit(OutgoingMessage message)
    {
        using var mime = MimeComposer.Compose(message);
        MailWriter.Write(mime, MimeComposer.Wire, _mail);
    }
}
