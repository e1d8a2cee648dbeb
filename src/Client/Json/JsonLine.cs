using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EmailCampaign.Client.Wording;

namespace EmailCampaign.Client.Json;

/// <summary>One JSON object on one line, for scripts.</summary>
internal static class JsonLine
{
    // An address keeps its plus sign and a name its accents: the line is no HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>In the form of <see cref="Iso8601"/>; null stays null.</summary>
    public static void WriteTime(this Utf8JsonWriter json, string name, DateTimeOffset? time)
        => json.WriteString(name, time is { } at ? Iso8601.Of(at) : null);

    /// <summary>Pairs, not members: a name may be there twice.</summary>
    public static void WritePairs(this Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> pairs)
    {
        json.WriteStartArray(name);
        foreach (var (key, value) in pairs)
        {
            json.WriteStartArray();
            json.WriteStringValue(key);
            json.WriteStringValue(value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    /// <summary>Rounded to a tenth: more would be noise.</summary>
    public static void WriteRate(this Utf8JsonWriter json, string name, double perSecond)
        => json.WriteNumber(name, Math.Round((decimal)perSecond, 1));
}
