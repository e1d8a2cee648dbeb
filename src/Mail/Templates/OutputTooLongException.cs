namespace EmailCampaign.Mail.Templates;

/// <summary>Leaves a render that has written more than a mail may hold; never leaves this folder.</summary>
internal sealed class OutputTooLongException : Exception
{
    public OutputTooLongException()
        : base("the output is too long")
    {
    }

    public OutputTooLongException(string message)
        : base(message)
    {
    }

    public OutputTooLongException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
