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
}
