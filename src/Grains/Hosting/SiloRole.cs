namespace EmailCampaign.Hosting;

/// <summary>What this silo is there for.</summary>
/// <param name="Sends">
/// Whether campaigns are driven and mails claimed here. A silo that was started only to answer a question (status, exports) does not:
/// it runs no campaign timer and no reminder, and claims nothing; it only goes on with deletions, which send nothing.
/// </param>
/// <param name="ExclusiveStore">
/// Whether an operating-system lock proves that no other process uses this store: the claims of another process may then be judged
/// at once, because that process is gone.
/// </param>
/// <param name="ProcessId">Identity of this process's claims: new at each start, never reused.</param>
public sealed record SiloRole(bool Sends, bool ExclusiveStore, Guid ProcessId);
