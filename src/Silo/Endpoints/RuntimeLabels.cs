using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace EmailCampaign.Silo.Endpoints;

/// <summary>The tags of a measurement that become labels.</summary>
internal sealed partial class RuntimeLabels : IEquatable<RuntimeLabels>
{
    // Values of these are names of the code: grain classes, states, enums, exceptions. What is missing here is left out: addresses of silos, above all.
    private static readonly HashSet<string> Bounded =
    [
        "connection_direction", "context", "cpu_mode", "direction", "error_type", "gc_heap_generation", "grain_type", "locator", "message_direction",
        "mode", "phase", "reason", "result", "source", "state_name", "status", "via",
    ];

    private static readonly RuntimeLabels None = new([], []);
    private static readonly ConcurrentDictionary<string, string?> Known = new();

    private RuntimeLabels(string[] names, string[] values) => (Names, Values) = (names, values);

    public string[] Names { get; }

    public string[] Values { get; }

    /// <summary>Whether a tag becomes a label.</summary>
    public static bool IsLabel(string tag) => Known.GetOrAdd(tag, NameOf) is not null;

    public static RuntimeLabels Of(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return None;
        }

        var labels = new SortedList<string, string>(tags.Length, StringComparer.Ordinal);
        foreach (var (tag, value) in tags)
        {
            if (Known.GetOrAdd(tag, NameOf) is { } name)
            {
                labels[name] = value?.ToString() ?? "";
            }
        }

        return labels.Count == 0 ? None : new([.. labels.Keys], [.. labels.Values]);
    }

    public bool Equals(RuntimeLabels? other) => other is not null && Names.SequenceEqual(other.Names) && Values.SequenceEqual(other.Values);

    public override bool Equals(object? obj) => Equals(obj as RuntimeLabels);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var value in Values)
        {
            hash.Add(value, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    private static string? NameOf(string tag)
    {
        var name = Inner().Replace(tag, "_").Replace('.', '_').Replace('-', '_').ToLowerInvariant();
        return Bounded.Contains(name) ? name : null;
    }

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Inner();
}
