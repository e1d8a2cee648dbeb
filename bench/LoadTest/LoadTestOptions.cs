using EmailCampaign.LoadTest.Programs;
using EmailCampaign.LoadTest.Sinks;

namespace EmailCampaign.LoadTest;

/// <summary>What is to be measured.</summary>
internal sealed record LoadTestOptions
{
    public required SinkKind Sink { get; init; }

    public required int Contacts { get; init; }

    /// <summary>Senders of the campaign, and connections of the bare loop.</summary>
    public required int Workers { get; init; }

    public required int Runs { get; init; }

    /// <summary>Builds of the console, measured beside each other.</summary>
    public IReadOnlyList<ConsoleBuild> Consoles { get; init; } = [ConsoleBuild.Beside];

    public bool BareMailKit { get; init; }

    public IReadOnlyList<string> Peers { get; init; } = [];

    public bool Json { get; init; }
}
