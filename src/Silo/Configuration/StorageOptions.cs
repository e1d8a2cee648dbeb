using System.ComponentModel.DataAnnotations;

namespace EmailCampaign.Silo.Configuration;

/// <summary>How the store is written. Bound from <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>
    /// What the embedded store survives: <c>process-crash</c> (kill -9; the default) or <c>power-loss</c> (every commit waits for the disk).
    /// </summary>
    [AllowedValues("process-crash", "power-loss")]
    public string Durability { get; set; } = "process-crash";

    /// <summary>
    /// Connection string of the PostgreSQL database of a cluster's silo, as in <c>Host=db;Username=campaign;Database=campaign</c>
    /// (<c>--database</c> overrides it). It may hold a password: it comes from the environment or a mounted file.
    /// </summary>
    public string? Database { get; set; }
}
