namespace EmailCampaign.Silo.Hosting;

/// <summary>
/// The silo cannot start, for a reason the user can do something about. <see cref="Exception.Message"/> is written for that user: what is
/// wrong and what to do, without secrets; show it alone, without a stack trace, and exit with 2.
/// </summary>
public sealed class StartRefusedException : Exception
{
    public StartRefusedException()
    {
    }

    public StartRefusedException(string message)
        : base(message)
    {
    }

    public StartRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
