using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Terminals;

namespace EmailCampaign.Client;

/// <summary>What a command works with: everything outside itself that it touches.</summary>
internal sealed record ConsoleContext
{
    public required Terminal Terminal { get; init; }

    /// <summary>Time and the local zone.</summary>
    public required TimeProvider Clock { get; init; }

    public required IConnector Connector { get; init; }

    public required Interruption Interruption { get; init; }
}
