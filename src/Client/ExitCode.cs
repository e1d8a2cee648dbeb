namespace EmailCampaign.Client;

/// <summary>What the process ends with: a contract with scripts.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>
    /// Finished, but with rejected rows, dead letters or recipients in doubt. Duplicates alone are <see cref="Done"/>. A test mail that was
    /// rejected, deferred, or is in doubt.
    /// </summary>
    public const int Flawed = 1;

    /// <summary>A usage or configuration error: nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>The silo or the cluster could not be reached, or its store not be used; the provider of a test mail not be reached now.</summary>
    public const int Unreachable = 3;

    /// <summary>Paused because the provider refuses, or a test mail is refused; a person must act.</summary>
    public const int ProviderRefuses = 4;

    /// <summary>A bug: the log has the details (EX_SOFTWARE of sysexits.h).</summary>
    public const int Unexpected = 70;

    /// <summary>Interrupted and resumable.</summary>
    public const int Interrupted = 130;
}
