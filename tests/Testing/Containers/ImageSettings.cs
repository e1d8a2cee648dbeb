namespace EmailCampaign.Testing.Containers;

/// <summary>What an image says about its containers.</summary>
/// <param name="Environment">Variables.</param>
/// <param name="WorkingDirectory">Where its program starts.</param>
/// <param name="User">As in <c>1654:1654</c>.</param>
/// <param name="Entrypoint">Program and arguments.</param>
/// <param name="HealthCheck">The command that says whether a container is well.</param>
/// <param name="Ports">Those that it listens on.</param>
public sealed record ImageSettings(
    IReadOnlyDictionary<string, string> Environment,
    string WorkingDirectory,
    string User,
    IReadOnlyList<string> Entrypoint,
    IReadOnlyList<string> HealthCheck,
    IReadOnlyList<int> Ports);
