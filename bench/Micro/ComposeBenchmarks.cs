using BenchmarkDotNet.Attributes;
using EmailCampaign.Mail.Composition;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Micro;

/// <summary>One rendered mail into the bytes of the wire.</summary>
public class ComposeBenchmarks : IDisposable
{
    private readonly OutgoingMessage _text = Samples.Message(Samples.Text(), 12_345);
    private readonly OutgoingMessage _html = Samples.Message(Samples.Html(), 12_345);
    private readonly MemoryStream _wire = new(256 * 1024);

    [Benchmark]
    public long Text() => Write(_text);

    [Benchmark]
    public long Html() => Write(_html);

    public void Dispose()
    {
        _wire.Dispose();
        GC.SuppressFinalize(this);
    }

    private long Write(OutgoingMessage message)
    {
        _wire.SetLength(0);
        using var mime = MimeComposer.Compose(message);
        mime.WriteTo(MimeComposer.Wire, _wire);
        return _wire.Length;
    }
}
