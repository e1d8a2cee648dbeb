using System.Net;
using System.Security.Cryptography;
using System.Text;
using EmailCampaign.Silo.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace EmailCampaign.Silo.Endpoints;

/// <summary>
/// Who may see the dashboard: whoever has the token; without one, whoever is on this machine and asks by a loopback name (a page from
/// elsewhere that resolves its own name to 127.0.0.1 is refused).
/// </summary>
internal sealed class AdminGuard(AdminOptions options) : IEndpointFilter
{
    // Grain states hold addresses; the dashboard would show them.
    private const string States = "/GrainState";

    private readonly byte[]? _token = options.Token is { Length: > 0 } token ? Digest(token) : null;

    /// <summary>Whether a dashboard may be served at all on this address.</summary>
    public static bool MayServe(AdminOptions options) => options.Token is { Length: > 0 } || IPAddress.IsLoopback(IPAddress.Parse(options.Address));

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!IsAllowed(http))
        {
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"EmailCampaign\", charset=\"UTF-8\"";
            return Results.StatusCode(_token is null ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized);
        }

        return http.Request.Path.Value?.Contains(States, StringComparison.OrdinalIgnoreCase) == true ? Results.NotFound() : await next(context);
    }

    private bool IsAllowed(HttpContext http)
    {
        if (_token is null)
        {
            return http.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote) && IsLoopbackName(http.Request.Host.Host);
        }

        return Given(http.Request.Headers.Authorization) is { } given && CryptographicOperations.FixedTimeEquals(Digest(given), _token);
    }

    private static bool IsLoopbackName(string host)
        => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static string? Given(StringValues authorization)
    {
        var text = authorization.ToString();
        if (text.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return text["Bearer ".Length..].Trim();
        }

        // RFC 7617: base64 of user:password; whatever the user, the password is the token.
        var buffer = new byte[text.Length];
        return text.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)
            && Convert.TryFromBase64String(text["Basic ".Length..].Trim(), buffer, out var length)
            && Encoding.UTF8.GetString(buffer, 0, length) is var pair
            && pair.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon
                ? pair[(colon + 1)..]
                : null;
    }

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
