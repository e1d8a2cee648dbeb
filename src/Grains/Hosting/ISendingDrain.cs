namespace EmailCampaign.Hosting;

/// <summary>Stops sending on this silo in an orderly way; the host calls it before it stops Orleans.</summary>
public interface ISendingDrain
{
    /// <summary>Whether this silo is on its way out.</summary>
    bool IsDraining { get; }

    /// <summary>
    /// Claims nothing more, starts no mail, and waits until what was on the wire has its outcome in the ledger, or
    /// <see cref="SendingOptions.DrainTimeout"/> has passed. Called again, it waits for the same end.
    /// </summary>
    /// <returns>Whether everything came back in time; what did not is in doubt.</returns>
    Task<bool> DrainAsync();
}
