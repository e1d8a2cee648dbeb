namespace EmailCampaign.Silo.Hosting;

/// <summary>The database does not answer. <see cref="Exception.Message"/> is written for the user and holds no secret.</summary>
public sealed class DatabaseUnreachableException : Exception
{
    public DatabaseUnreachableException()
    {
    }

    public DatabaseUnreachableException(string message)
        : base(message)
    {
    }

    public DatabaseUnreachableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
