using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EmailCampaign.Mail.Providers.Http;

/// <summary>Writes the bodies of requests: properties in the order they are written, so that the same mail is the same bytes.</summary>
internal static class ApiJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>An object of strings: headers, arguments.</summary>
    public static void WriteStrings(this Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> values)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in values)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    /// <summary>Reads an answer; null when it is no JSON object.</summary>
    public static JsonElement? Read(string body)
    {
        try
        {
            var json = JsonSerializer.Deserialize(body, ApiJsonContext.Default.JsonElement);
            return json.ValueKind == JsonValueKind.Object ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A property that is a string; null when there is none.</summary>
    public static string? Text(this JsonElement json, string name)
        => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A property that is an array; empty when there is none.</summary>
    public static IReadOnlyList<JsonElement> Items(this JsonElement json, string name)
        => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [];
}
