using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace EmailCampaign.Hosting;

/// <summary>How this silo sends. Bound from <c>Sending</c>.</summary>
public sealed class SendingOptions
{
    public const string Section = "Sending";

    /// <summary>Senders of this silo, which is the number of slices on their way at once. Default: 20.</summary>
    [Range(1, 1000)]
    public int WorkerCount { get; set; } = 20;

    /// <summary>
    /// Recipients that one campaign may have claimed at once on this silo: the backpressure. Default: as many as all senders can take;
    /// a smaller number leaves senders to other campaigns. A slice that is larger goes alone, and so does one in doubt that is repeated.
    /// </summary>
    [Range(1, 500_000)]
    public int? ChannelBuffer { get; set; }

    /// <summary>Attempts per recipient, the first included. Default: 8.</summary>
    [Range(1, 100)]
    public int RetryAttempts { get; set; } = 8;

    /// <summary>Base of the exponential delay after API and network faults. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan Backoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Base of the doubling delay after SMTP 4xx replies; greylisting servers want 5 minutes or more. Default: 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan SmtpBackoff { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>First rest of a provider lane that was told to slow down without saying how long; doubles up to 10 min. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan ThrottleBackoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Time since the first attempt after which a waiting recipient is dead, whatever attempts are left. Default: 24 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan RetryBudget { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Recipients per claim, fewer where the lane is slow. Default: 25.</summary>
    [Range(1, 500)]
    public int SliceSize { get; set; } = 25;

    /// <summary>Recipients per batch grain; a batch also closes at 4 MB. Default: 500.</summary>
    [Range(1, 500)]
    public int BatchSize { get; set; } = 500;

    /// <summary>Provider account of campaigns that name none. Default: <c>outbox</c>.</summary>
    [Required]
    public string MailProvider { get; set; } = "outbox";

    /// <summary>Longest wait for mails on the wire when the silo shuts down. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

[OptionsValidator]
internal sealed partial class SendingOptionsValidator : IValidateOptions<SendingOptions>;
