using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Reflection;
using System.Security.Authentication;
using System.Text;
using EmailCampaign.Mail.Tracing;

namespace EmailCampaign.Mail.Providers.Http;

/// <summary>
/// Makes single calls to one API: no redirect, no repeat, no cookie. Every fault is a result that says whether anything can have
/// been handed over.
/// </summary>
internal sealed class ApiClient : IDisposable
{
    /// <summary>Octets of an answer that are read; the rest is left.</summary>
    public const int LongestBody = 64 * 1024;

    private static readonly string UserAgent = "EmailCampaign/" + Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);

    private readonly HttpClient _http;
    private readonly string _base;
    private readonly TimeSpan _attemptTimeout;
    private readonly TimeProvider _clock;
    private readonly string? _secret;

    /// <param name="baseAddress">Root of the API, with or without a path of its own.</param>
    /// <param name="attemptTimeout">Longest time from the start of a call to the last octet of its answer.</param>
    /// <param name="secret">What is hidden in an answer that repeats it, as some do with a key.</param>
    public ApiClient(Uri baseAddress, TimeSpan attemptTimeout, TimeProvider clock, string? secret = null)
    {
        _secret = secret;
        _base = baseAddress.AbsoluteUri.TrimEnd('/');
        _attemptTimeout = attemptTimeout;
        _clock = clock;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null, // our traces are no vendor's business
            ConnectTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // so that a changed address is seen

            // Shorter than the idle limit of any front door: a connection that the far side has just closed puts a mail into doubt.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd(UserAgent);
    }

    /// <summary>A request for a path below the base address, such as <c>v3/mail/send</c>.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path, ReadOnlyMemory<byte>? body = null) => new(method, $"{_base}/{path}")
    {
        Content = body is { } content ? new ApiBody(content) : null,
    };

    /// <summary>Makes the call once. The caller disposes the request.</summary>
    /// <param name="request">Of <see cref="Request"/>, with what headers it needs; a body is an <see cref="ApiBody"/>.</param>
    /// <param name="cancellationToken">The end of patience; it is a result too, never an exception.</param>
    public async Task<ApiResult> CallAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_attemptTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var call = CampaignTraces.StartCall(request.RequestUri!.Authority)?.SetTag("http.request.method", request.Method.Method);
        var result = await CallAsync(request, limit.Token, either.Token).ConfigureAwait(false);
        if (result is ApiResult.Answer { Reply.Status: var status })
        {
            call?.SetTag("http.response.status_code", status);
        }
        else
        {
            call?.SetStatus(ActivityStatusCode.Error, result.GetType().Name);
        }

        return result;
    }

    public void Dispose() => _http.Dispose();

    private async Task<ApiResult> CallAsync(HttpRequestMessage request, CancellationToken limit, CancellationToken either)
    {
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either).ConfigureAwait(false);
            var body = await ReadAsync(response.Content, either).ConfigureAwait(false);
            return new ApiResult.Answer(new ApiReply((int)response.StatusCode, Headers(response), Hide(body), _clock.GetUtcNow()));
        }
        catch (Exception exception) when (request.Content is ApiBody { HasBegun: true })
        {
            // Whatever it was: the request is, or may be, on its way.
            return new ApiResult.Unknown("No answer that can be read: " + Reason(exception, limit.IsCancellationRequested));
        }
        catch (HttpRequestException exception) when (exception.InnerException is AuthenticationException { InnerException: not (IOException or SocketException) } handshake)
        {
            return new ApiResult.Distrusted($"TLS with {request.RequestUri!.Authority} failed: {ReplyText.OneLine(handshake.Message, 200)}");
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
        {
            return new ApiResult.Unreachable($"{request.RequestUri!.Authority}: {Reason(exception, limit.IsCancellationRequested)}");
        }
    }

    private string Hide(string body) => string.IsNullOrEmpty(_secret) ? body : body.Replace(_secret, "***", StringComparison.Ordinal);

    private string Reason(Exception exception, bool timedOut) => exception switch
    {
        OperationCanceledException when timedOut
            => string.Create(CultureInfo.InvariantCulture, $"the call took longer than {_attemptTimeout.TotalSeconds:0.#} s."),
        OperationCanceledException => "the call was broken off.",
        { InnerException: { } inner } => ReplyText.OneLine($"{exception.Message} {inner.Message}", 200),
        _ => ReplyText.OneLine(exception.Message, 200),
    };

    private static Dictionary<string, string> Headers(HttpResponseMessage response)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in response.Headers.NonValidated)
        {
            headers[name] = values.ToString();
        }

        return headers;
    }

    private static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(LongestBody);
        try
        {
            using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var read = await stream.ReadAtLeastAsync(buffer.AsMemory(0, LongestBody), LongestBody, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            return Encoding.UTF8.GetString(buffer, 0, read);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
