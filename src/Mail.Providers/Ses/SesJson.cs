using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Ses;

/// <summary>What the bodies of both calls have in common: 7-bit where it must be, and as short as JSON can be.</summary>
internal static class SesJson
{
    // The bodies are never part of a page; the strict encoder would double the size of HTML.
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static void WriteDestination(this Utf8JsonWriter json, OutgoingMessage message)
    {
        json.WriteStartObject("Destination");
        json.WriteStartArray("ToAddresses");
        json.WriteStringValue(SesAddress.Bare(message.To));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteTags(this Utf8JsonWriter json, string name, OutgoingMessage message)
        => json.WritePairs(name, SesTag.Of(message).Select(static tag => (tag.Name, tag.Value)));

    public static void WritePairs(this Utf8JsonWriter json, string name, IEnumerable<(string Name, string Value)> pairs)
    {
        json.WriteStartArray(name);
        foreach (var pair in pairs)
        {
            json.WriteStartObject();
            json.WriteString("Name", pair.Name);
            json.WriteString("Value", pair.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteOptional(this Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }
}
