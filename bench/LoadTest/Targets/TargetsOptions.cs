using EmailCampaign.LoadTest.Programs;
using EmailCampaign.LoadTest.Sinks;

namespace EmailCampaign.LoadTest.Targets;

/// <summary>How the table is measured.</summary>
internal sealed record TargetsOptions
{
    public required int Runs { get; init; }

    /// <summary>Senders of a silo, and connections of the others.</summary>
    public required int Workers { get; init; }

    /// <summary>Share of the contacts of each scenario: less than 1 tries the tool, and judges nothing.</summary>
    public required double Scale { get; init; }

    /// <summary>Whether a million contacts are part of it.</summary>
    public required bool Million { get; init; }

    /// <summary>What is measured.</summary>
    public required ConsoleBuild Console { get; init; }

    /// <summary>Whether it is a build of its own, and not the one of this source tree.</summary>
    public required bool IsConsoleGiven { get; init; }

    public required SinkKind Sink { get; init; }
}
