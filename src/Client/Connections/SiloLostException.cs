namespace EmailCampaign.Client.Connections;

/// <summary>The silo that this console had joined, or every silo of the cluster, is gone. The message is for the person at the console.</summary>
internal sealed class SiloLostException : Exception
{
    public SiloLostException()
        : base("The console that hosted this data directory ended meanwhile; give the command again.")
    {
    }

    public SiloLostException(string message)
        : base(message)
    {
    }

    public SiloLostException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
