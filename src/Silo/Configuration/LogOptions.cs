using System.ComponentModel.DataAnnotations;

namespace EmailCampaign.Silo.Configuration;

/// <summary>How a cluster's silo writes its log to standard output. Bound from <c>Log</c>; an embedded silo logs to its data directory.</summary>
public sealed class LogOptions
{
    public const string Section = "Log";

    /// <summary><c>text</c> (one line an entry; the default) or <c>json</c> (one object a line, for collectors).</summary>
    [AllowedValues("text", "json")]
    public string Format { get; set; } = "text";
}
