using System.Globalization;
using System.Text.Json.Nodes;

namespace EmailCampaign.Testing.Containers;

/// <summary>A service of a compose file.</summary>
/// <param name="Name">By which the other services reach it.</param>
/// <param name="Node">Its settings.</param>
public sealed record ComposeService(string Name, JsonObject Node)
{
    public string? Image => (string?)Node["image"];

    public string? User => (string?)Node["user"];

    public bool IsReadOnly => (bool?)Node["read_only"] ?? false;

    public IReadOnlyDictionary<string, string> Environment
        => Node["environment"]?.AsObject().ToDictionary(static pair => pair.Key, static pair => pair.Value!.ToString()) ?? [];

    /// <summary>In place of the image's; null when it keeps that.</summary>
    public IReadOnlyList<string>? Entrypoint => Node["entrypoint"] is null ? null : List("entrypoint");

    public IReadOnlyList<string> Command => List("command");

    /// <summary>Folders that are empty at the start and may be written to.</summary>
    public IReadOnlyList<string> Temporary => List("tmpfs");

    public IReadOnlyList<string> Volumes => List("volumes");

    public IReadOnlyList<string> Ports => List("ports");

    public IReadOnlyList<string> Networks => List("networks");

    /// <summary>The command that says whether a container is well, without the word <c>CMD</c>; null where there is none.</summary>
    public IReadOnlyList<string>? HealthCheck => Node["healthcheck"]?["test"] is JsonArray test ? [.. test.Skip(1).Select(static word => (string)word!)] : null;

    /// <summary>How long a container has from SIGTERM to SIGKILL; 10 s where the file does not say.</summary>
    public TimeSpan StopGracePeriod
        => TimeSpan.FromSeconds(int.Parse(((string?)Node["stop_grace_period"] ?? "10s").TrimEnd('s'), CultureInfo.InvariantCulture));

    public long Replicas => (long?)Node["deploy"]?["replicas"] ?? 1;

    private string[] List(string name) => Node[name] is JsonArray list ? [.. list.Select(static item => item!.ToString())] : [];
}
