using System.Diagnostics.CodeAnalysis;

namespace EmailCampaign.Silo.Hosting;

/// <summary>
/// Ends the process of a silo that the cluster has declared dead (it hung, or was cut off) as one that is to be started again. Orleans'
/// own answer is an abort with a dump of the process.
/// </summary>
internal sealed class EndWhenDead(TextWriter errors) : IFatalErrorHandler
{
    public bool IsUnexpected(Exception exception) => true;

    [SuppressMessage("Reliability", "CA1849", Justification = "The process ends here: the sentence has to be out before.")]
    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        // At once: the others have its batches by now. An orderly stop would go on sending, and would have nobody to tell the outcomes.
        errors.WriteLine($"The silo cannot go on and ends, to be started again: {context} {exception?.Message}".TrimEnd());
        errors.Flush();
        Environment.Exit(SiloExit.Gone);
    }
}
