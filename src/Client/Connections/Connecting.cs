namespace EmailCampaign.Client.Connections;

/// <summary>What came of connecting.</summary>
internal abstract record Connecting
{
    private Connecting()
    {
    }

    public sealed record Connected(ICampaignConnection Connection) : Connecting;

    /// <param name="ExitCode">What the process ends with.</param>
    /// <param name="Message">One sentence for the person at the console.</param>
    public sealed record Refused(int ExitCode, string Message) : Connecting;
}
