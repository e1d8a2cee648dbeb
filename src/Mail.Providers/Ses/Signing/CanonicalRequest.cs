using System.Security.Cryptography;
using System.Text;

namespace EmailCampaign.Mail.Providers.Ses.Signing;

/// <summary>A request in the one spelling that both sides hash, whatever the wire did to it.</summary>
/// <param name="Text">The canonical request.</param>
/// <param name="SignedHeaders">The names of the headers in it, in order, joined with ';'.</param>
internal readonly record struct CanonicalRequest(string Text, string SignedHeaders)
{
    /// <param name="headers">Names in lower case; sorted here.</param>
    public static CanonicalRequest Of(HttpMethod method, Uri uri, IEnumerable<KeyValuePair<string, string>> headers, ReadOnlySpan<byte> body)
    {
        var sorted = headers.OrderBy(static header => header.Key, StringComparer.Ordinal).ToList();
        var names = string.Join(';', sorted.Select(static header => header.Key));
        var lines = string.Concat(sorted.Select(static header => $"{header.Key}:{SingleSpaced(header.Value)}\n"));
        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        return new($"{method.Method}\n{Path(uri)}\n{Query(uri)}\n{lines}\n{names}\n{hash}", names);
    }

    /// <summary>The value of the Host header.</summary>
    public static string Host(Uri uri) => uri.IsDefaultPort ? uri.IdnHost : $"{uri.IdnHost}:{uri.Port}";

    // Every service but S3 encodes the path a second time.
    private static string Path(Uri uri) => string.Join('/', uri.AbsolutePath.Split('/').Select(Uri.EscapeDataString));

    private static string Query(Uri uri) => string.Join('&', uri.Query.TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(Parameter)
        .OrderBy(static parameter => parameter.Name, StringComparer.Ordinal)
        .ThenBy(static parameter => parameter.Value, StringComparer.Ordinal)
        .Select(static parameter => $"{parameter.Name}={parameter.Value}"));

    private static (string Name, string Value) Parameter(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at < 0 ? (Encoded(text), "") : (Encoded(text[..at]), Encoded(text[(at + 1)..]));
    }

    private static string Encoded(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text));

    private static string SingleSpaced(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var next in value.Trim())
        {
            if (next != ' ' || text[^1] != ' ')
            {
                text.Append(next);
            }
        }

        return text.ToString();
    }
}
