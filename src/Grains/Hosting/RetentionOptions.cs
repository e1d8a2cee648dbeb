using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace EmailCampaign.Hosting;

/// <summary>How long campaigns are kept. Bound from <c>Retention</c>.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>A finished campaign is deleted by itself when its end is this long ago. Default: none, they are kept for ever.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "36500.00:00:00")]
    public TimeSpan? FinishedCampaigns { get; set; }
}

[OptionsValidator]
internal sealed partial class RetentionOptionsValidator : IValidateOptions<RetentionOptions>;
