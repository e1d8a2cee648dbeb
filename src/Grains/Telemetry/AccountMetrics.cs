using System.Collections.Frozen;
using EmailCampaign.Batches;
using EmailCampaign.Senders;
using Prometheus;

namespace EmailCampaign.Telemetry;

/// <summary>The metrics of one provider account on this silo, with their labels resolved: nothing is looked up for a mail that is accepted.</summary>
internal sealed class AccountMetrics(AccountFamilies families, string provider)
{
    private readonly Counter.Child _sent = families.Sent.WithLabels(provider);
    private readonly Counter.Child _throttled = families.Throttled.WithLabels(provider);
    private readonly Histogram.Child _duration = families.Duration.WithLabels(provider);
    private readonly Gauge.Child _circuit = families.Circuit.WithLabels(provider);
    private readonly FrozenDictionary<string, Counter.Child> _failed = OutcomeMap.Labels
        .ToFrozenDictionary(static label => label, label => families.Failed.WithLabels(provider, label));

    private readonly FrozenDictionary<FailureReason, Counter.Child> _retries = OutcomeMap.RetryReasons
        .ToFrozenDictionary(static reason => reason, reason => families.Retries.WithLabels(provider, ReasonLabels.Of(reason)));

    public void OnSent() => _sent.Inc();

    public void OnThrottled() => _throttled.Inc();

    /// <param name="label">One of <see cref="OutcomeMap.Labels"/>.</param>
    public void OnFailed(string label) => _failed[label].Inc();

    /// <param name="reason">One of <see cref="OutcomeMap.RetryReasons"/>; a row of an earlier version may have another one.</param>
    public void OnRetry(FailureReason reason) => (_retries.GetValueOrDefault(reason) ?? _retries[FailureReason.TemporaryFailure]).Inc();

    public void OnSlice(int mails, TimeSpan elapsed) => _duration.Observe(elapsed.TotalSeconds / mails, mails);

    public void SetCircuit(int state) => _circuit.Set(state);

    public void SetQuotaUsed(double ofHour, double ofDay)
    {
        families.QuotaUsed.WithLabels(provider, "hour").Set(ofHour);
        families.QuotaUsed.WithLabels(provider, "day").Set(ofDay);
    }

    /// <summary>This silo no longer hears how much is used: it says nothing rather than what was true once.</summary>
    public void ForgetQuotaUsed()
    {
        families.QuotaUsed.RemoveLabelled(provider, "hour");
        families.QuotaUsed.RemoveLabelled(provider, "day");
    }
}
