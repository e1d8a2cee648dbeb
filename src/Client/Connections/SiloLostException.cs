namespace EmailCampaign.Client.Connections;

/// <summary>The silo that this console had joined is gone.</summary>
internal sealed class SiloLostException : Exception
{
    public SiloLostException()
        : base("The silo of the data directory is gone.")
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
