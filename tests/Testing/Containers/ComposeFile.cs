using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EmailCampaign.Testing.Containers;

/// <summary>A compose file, with its variables replaced by their defaults.</summary>
/// <param name="Services">By name.</param>
public sealed partial record ComposeFile(IReadOnlyDictionary<string, ComposeService> Services)
{
    public static ComposeFile Parse(string text)
    {
        var services = Interpolate(YamlNodes.Document(text))!["services"]!.AsObject();
        return new(services.ToDictionary(static pair => pair.Key, static pair => new ComposeService(pair.Key, (JsonObject)pair.Value!)));
    }

    // After the parsing, as Compose does it: a variable that is empty is an empty text, and no null.
    private static JsonNode? Interpolate(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(static pair => KeyValuePair.Create(pair.Key, Interpolate(pair.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Interpolate)]),
        JsonValue value when value.TryGetValue<string>(out var text) => Variable().Replace(text, static match => match.Groups["default"].Value),
        _ => node?.DeepClone(),
    };

    [GeneratedRegex(@"\$\{\w+:-(?<default>[^}]*)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();
}
