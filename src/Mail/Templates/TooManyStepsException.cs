namespace EmailCampaign.Mail.Templates;

/// <summary>Leaves a render that would go on for too long; never leaves this folder.</summary>
internal sealed class TooManyStepsException : Exception
{
    public TooManyStepsException()
        : base("too many steps")
    {
    }

    public TooManyStepsException(string message)
        : base(message)
    {
    }

    public TooManyStepsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
