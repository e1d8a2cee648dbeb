using EmailCampaign.Batches;
using Prometheus;

namespace EmailCampaign.Telemetry;

/// <summary>The metrics of a silo. Labels are bounded: never an address, a campaign id or a grain key.</summary>
internal sealed class CampaignMetrics
{
    private readonly Counter _sent;
    private readonly Counter _failed;
    private readonly Histogram _duration;
    private readonly Gauge _workers;
    private readonly Counter _deadLetters;
    private readonly Counter _retries;
    private readonly Counter _throttled;
    private readonly Counter _inDoubt;
    private readonly Gauge _queueDepth;
    private readonly Gauge _waiting;
    private readonly Histogram _limitWait;
    private readonly Counter _importRows;
    private readonly Histogram _ledgerWrite;
    private readonly Gauge _circuit;

    public CampaignMetrics(CollectorRegistry registry)
    {
        var factory = Metrics.WithCustomRegistry(registry);
        _sent = factory.CreateCounter("email_sent_total", "Mails that a provider accepted.", "provider");
        _failed = factory.CreateCounter("email_failed_total", "Attempts that ended without acceptance.", "provider", "reason");
        _duration = factory.CreateHistogram("email_send_duration_seconds", "Time of a slice at the provider, per mail.", ["provider"],
            new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.0005, 2, 18) });
        _workers = factory.CreateGauge("email_worker_active_count", "Senders of this silo that are at work.");
        _deadLetters = factory.CreateCounter("email_dlq_total", "Recipients that became dead letters.", "reason");
        _retries = factory.CreateCounter("email_retry_total", "Recipients that wait for another attempt.", "provider", "reason");
        _throttled = factory.CreateCounter("email_throttled_total", "Times that a provider asked to slow down.", "provider");
        _inDoubt = factory.CreateCounter("email_in_doubt_total", "Claims that ended without an outcome, and answers that were lost.");
        _queueDepth = factory.CreateGauge("email_queue_depth", "Recipients to be sent now, of the campaigns that this silo drives.");
        _waiting = factory.CreateGauge("email_waiting_count", "Recipients that wait for a retry, of the campaigns that this silo drives.");
        _limitWait = factory.CreateHistogram("email_rate_limit_wait_seconds", "Waits for the rate of a campaign or the limits of an account.",
            new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.001, 4, 10) });
        _importRows = factory.CreateCounter("campaign_import_rows_total", "Rows of contact files, by what became of them.", "result");
        _ledgerWrite = factory.CreateHistogram("ledger_write_duration_seconds", "Time of a group commit of a batch's ledger.",
            new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.0002, 2, 16) });
        _circuit = factory.CreateGauge("provider_circuit_state", "Circuit breaker of the account: 0 closed, 1 open, 2 half open.", "provider");
    }

    public void OnSent(string provider) => _sent.WithLabels(provider).Inc();

    public void OnFailed(string provider, string reason) => _failed.WithLabels(provider, reason).Inc();

    public void OnRetry(string provider, FailureReason reason) => _retries.WithLabels(provider, Label(reason)).Inc();

    public void OnThrottled(string provider) => _throttled.WithLabels(provider).Inc();

    public void OnSlice(string provider, int mails, TimeSpan elapsed)
        => _duration.WithLabels(provider).Observe(elapsed.TotalSeconds / mails, mails);

    public void OnDead(FailureReason reason, int recipients) => _deadLetters.WithLabels(Label(reason)).Inc(recipients);

    public void OnInDoubt(int claims) => _inDoubt.Inc(claims);

    public void OnLimitWait(TimeSpan wait) => _limitWait.Observe(wait.TotalSeconds);

    public void OnImported(int accepted, int rejected, int duplicates)
    {
        _importRows.WithLabels("accepted").Inc(accepted);
        _importRows.WithLabels("rejected").Inc(rejected);
        _importRows.WithLabels("duplicate").Inc(duplicates);
    }

    public void OnLedgerWrite(TimeSpan elapsed) => _ledgerWrite.Observe(elapsed.TotalSeconds);

    public void OnCircuit(string provider, int state) => _circuit.WithLabels(provider).Set(state);

    public IDisposable Working() => _workers.TrackInProgress();

    public void OnQueue(int pending, int waiting)
    {
        _queueDepth.Set(pending);
        _waiting.Set(waiting);
    }

    private static string Label(FailureReason reason) => ReasonLabels.Of(reason);
}
