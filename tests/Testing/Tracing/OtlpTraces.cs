using System.Globalization;
using Google.Protobuf;

namespace EmailCampaign.Testing.Tracing;

/// <summary>
/// Reads what an OTLP exporter sends (<c>ExportTraceServiceRequest</c> of opentelemetry-proto, trace/v1), as far as tests look at it.
/// </summary>
public static class OtlpTraces
{
    public static IEnumerable<OtlpSpan> Read(ReadOnlyMemory<byte> request)
        => from resource in Messages(Fields(request), 1)
           from scope in Messages(Fields(resource), 2)
           from span in Messages(Fields(scope), 2)
           select Span(Fields(span));

    private static OtlpSpan Span(ILookup<int, object> fields) => new(
        Hex(fields[1]), Hex(fields[2]), Hex(fields[4]), Text(fields[5]),
        Attributes(fields[9]),
        [.. Messages(fields, 11).Select(Fields).Select(static note => new OtlpEvent(Text(note[2]), Attributes(note[3])))],
        [.. Messages(fields, 13).Select(Fields).Select(static link => (Hex(link[1]), Hex(link[2])))]);

    private static Dictionary<string, string> Attributes(IEnumerable<object> pairs)
        => pairs.Cast<ByteString>().Select(static pair => Fields(pair.Memory)).ToDictionary(static pair => Text(pair[1]), static pair => Value(Fields(((ByteString)pair[2].Single()).Memory)));

    // AnyValue: a string, a boolean, an integer or a double.
    private static string Value(ILookup<int, object> value)
        => value.Contains(1) ? Text(value[1]) : string.Create(CultureInfo.InvariantCulture, $"{value.Single().Single()}");

    private static IEnumerable<ReadOnlyMemory<byte>> Messages(ILookup<int, object> fields, int number) => fields[number].Cast<ByteString>().Select(static item => item.Memory);

    private static string Text(IEnumerable<object> field) => field.Cast<ByteString>().SingleOrDefault()?.ToStringUtf8() ?? "";

    private static string Hex(IEnumerable<object> field) => Convert.ToHexStringLower((field.Cast<ByteString>().SingleOrDefault() ?? ByteString.Empty).Span);

    private static ILookup<int, object> Fields(ReadOnlyMemory<byte> message)
    {
        var fields = new List<(int Number, object Value)>();
        var input = new CodedInputStream(message.ToArray());
        while (input.ReadTag() is var tag and not 0)
        {
            fields.Add((WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => input.ReadInt64(),
                WireFormat.WireType.Fixed64 => input.ReadFixed64(),
                WireFormat.WireType.Fixed32 => input.ReadFixed32(),
                _ => input.ReadBytes(),
            }));
        }

        return fields.ToLookup(static field => field.Number, static field => field.Value);
    }
}
