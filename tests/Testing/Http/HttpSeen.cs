using System.Text;
using System.Text.Json;

namespace EmailCampaign.Testing.Http;

/// <summary>A request that a scripted server read.</summary>
/// <param name="Number">1-based, over all connections.</param>
/// <param name="Connection">1-based number of its connection.</param>
/// <param name="Target">Path and query, as they were sent.</param>
/// <param name="Headers">As they were sent, in order.</param>
/// <param name="Content">Empty while only the head has been read.</param>
public sealed record HttpSeen(
    int Number, int Connection, string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, ReadOnlyMemory<byte> Content)
{
    public string Body => Encoding.UTF8.GetString(Content.Span);

    /// <summary>The body as JSON; fails the test when it is none.</summary>
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Content.Span);

    /// <summary>The one header of this name; null when there is none.</summary>
    public string? Header(string name)
        => Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(static header => header.Value).SingleOrDefault();
}
