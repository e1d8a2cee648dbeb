using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EmailCampaign.Mail.Providers.Ses.Signing;

/// <summary>Signs requests to one AWS service in one region (Signature Version 4). Safe for many callers at once.</summary>
/// <remarks>A signature is good for about five minutes: it is made immediately before the request leaves.</remarks>
internal sealed class SigV4Signer(string region, string service, TimeProvider clock)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    private volatile SigningKey? _key;

    /// <summary>Sets <c>X-Amz-Date</c>, <c>X-Amz-Security-Token</c> and <c>Authorization</c>, in place of earlier ones.</summary>
    /// <param name="body">The bytes of the request's content; empty without one.</param>
    public void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, AwsCredentials credentials)
    {
        var time = clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var canonical = CanonicalRequest.Of(request.Method, request.RequestUri!, Signed(request, time, credentials.SessionToken), body);
        var key = KeyFor(credentials, time[..8]);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.Text)));
        var signature = key.Sign($"{Algorithm}\n{time}\n{key.Scope}\n{hash}");

        Set(request, "X-Amz-Date", time);
        Set(request, "X-Amz-Security-Token", credentials.SessionToken);
        Set(request, "Authorization",
            $"{Algorithm} Credential={credentials.AccessKeyId}/{key.Scope}, SignedHeaders={canonical.SignedHeaders}, Signature={signature}");
    }

    private static Dictionary<string, string> Signed(HttpRequestMessage request, string time, string? token)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = CanonicalRequest.Host(request.RequestUri!),
            ["x-amz-date"] = time,
        };
        if (request.Content?.Headers.ContentType is { } type)
        {
            headers["content-type"] = type.ToString();
        }

        if (token is not null)
        {
            headers["x-amz-security-token"] = token;
        }

        return headers;
    }

    // One slot is enough: the day and the credentials change together for all callers.
    private SigningKey KeyFor(AwsCredentials credentials, string date)
    {
        var key = _key;
        if (key is null || !key.Fits(credentials, date))
        {
            _key = key = new SigningKey(credentials, date, region, service);
        }

        return key;
    }

    private static void Set(HttpRequestMessage request, string name, string? value)
    {
        request.Headers.Remove(name);
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
