using Prometheus;

namespace EmailCampaign.Telemetry;

/// <summary>The metrics that have a series for each provider account.</summary>
internal sealed class AccountFamilies(MetricFactory factory)
{
    // A provider takes a mail in milliseconds on a local relay, and may take the two minutes of Providers:smtp:FinalReplyTimeout.
    // 2.5 is the bound of the latency objective: a rule has it by name.
    private static readonly double[] SendBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

    public Counter Sent { get; } = factory.CreateCounter("email_sent_total", "Mails that a provider accepted.", "provider");

    public Counter Failed { get; } = factory.CreateCounter("email_failed_total", "Attempts that ended without acceptance.", "provider", "reason");

    public Counter Retries { get; } = factory.CreateCounter("email_retry_total", "Recipients that wait for another attempt.", "provider", "reason");

    public Counter Throttled { get; } = factory.CreateCounter("email_throttled_total", "Mails that came back because a provider asked to slow down.", "provider");

    public Histogram Duration { get; } = factory.CreateHistogram("email_send_duration_seconds", "Time of a slice at the provider, per mail.", ["provider"],
        new HistogramConfiguration { Buckets = SendBuckets });

    public Gauge Circuit { get; } = factory.CreateGauge("provider_circuit_state", "Circuit breaker of the account on this silo: 0 closed or not in use, 1 open, 2 half open.", "provider");

    public Gauge QuotaUsed { get; } = factory.CreateGauge("email_quota_used_ratio", "Share of an account's limit that is used, over all silos: the same on each that uses it.", "provider", "window");
}
