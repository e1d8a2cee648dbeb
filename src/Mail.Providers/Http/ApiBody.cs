using System.Net;
using System.Net.Http.Headers;

namespace EmailCampaign.Mail.Providers.Http;

/// <summary>The body of a request, which knows whether it has begun to leave: until then nothing was handed over.</summary>
/// <remarks>HTTP/1.1 sends the head together with the first of the body, so the moment holds for the head as well.</remarks>
internal sealed class ApiBody : HttpContent
{
    private readonly ReadOnlyMemory<byte> _content;

    public ApiBody(ReadOnlyMemory<byte> content, string contentType = "application/json")
    {
        _content = content;
        Headers.ContentType = new MediaTypeHeaderValue(contentType);
    }

    public bool HasBegun { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (HasBegun)
        {
            throw new InvalidOperationException("A request is sent once: a repeat by the transport could deliver twice.");
        }

        HasBegun = true;
        return stream.WriteAsync(_content, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _content.Length;
        return true;
    }
}
