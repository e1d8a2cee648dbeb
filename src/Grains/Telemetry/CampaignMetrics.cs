using System.Collections.Concurrent;
using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using Prometheus;

namespace EmailCampaign.Telemetry;

/// <summary>The metrics of a silo. Labels are bounded: never an address, a campaign id or a grain key.</summary>
/// <remarks>
/// What can be known beforehand is there from the start with 0, so that a rate sees the first event, and a panel is not empty without one.
/// What is read, rather than counted, is set by <see cref="SiloGauges"/> when somebody collects.
/// </remarks>
internal sealed class CampaignMetrics
{
    private readonly ConcurrentDictionary<string, AccountMetrics> _accounts = new();
    private readonly AccountFamilies _families;
    private readonly Gauge _workers;
    private readonly Gauge _workerLimit;
    private readonly Counter _deadLetters;
    private readonly Counter _inDoubtEver;
    private readonly Gauge _queueDepth;
    private readonly Gauge _queueReady;
    private readonly Gauge _waiting;
    private readonly Gauge _dueSoon;
    private readonly Gauge _inDoubt;
    private readonly Histogram _limitWait;
    private readonly Counter.Child _rowsAccepted;
    private readonly Counter.Child _rowsRejected;
    private readonly Counter.Child _rowsDuplicate;
    private readonly Counter _paused;
    private readonly Histogram _ledgerWrite;
    private readonly Counter _ledgerBytes;
    private readonly Counter _ledgerFailures;
    private readonly Gauge _silos;

    public CampaignMetrics(CollectorRegistry registry)
    {
        // A trace id in a metric would need an OpenMetrics backend that keeps it, and costs an allocation for each mail.
        var factory = Metrics.WithCustomRegistry(registry);
        factory.ExemplarBehavior = ExemplarBehavior.NoExemplars();
        _families = new AccountFamilies(factory);
        _workers = factory.CreateGauge("email_worker_active_count", "Senders of this silo that are at work.");
        _workerLimit = factory.CreateGauge("email_worker_limit", "Senders that this silo may have; 0 where it does not send.");
        _deadLetters = factory.CreateCounter("email_dlq_total", "Recipients that became dead letters.", "reason");
        _inDoubtEver = factory.CreateCounter("email_in_doubt_total", "Claims that ended without an outcome, and answers that were lost.");
        _queueDepth = factory.CreateGauge("email_queue_depth", "Recipients to be sent now, of the sending campaigns that this silo drives.");
        _queueReady = factory.CreateGauge("email_queue_ready_count", "Of these, what more senders could take: without campaigns that are held up, and no more than a rate lets out in a minute.");
        _waiting = factory.CreateGauge("email_waiting_count", "Recipients that wait for a retry, of the sending campaigns that this silo drives.");
        _dueSoon = factory.CreateGauge("email_due_soon_count", "Of these, the ones in batches whose next retry is due within five minutes.");
        _inDoubt = factory.CreateGauge("email_in_doubt_count", "Recipients in doubt, of the campaigns that this silo has in memory.");
        _limitWait = factory.CreateHistogram("email_rate_limit_wait_seconds", "Waits of slices for the rate of a campaign or the limits of an account.",
            new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.001, 4, 10) });
        var rows = factory.CreateCounter("campaign_import_rows_total", "Rows of contact files, by what became of them.", "result");
        (_rowsAccepted, _rowsRejected, _rowsDuplicate) = (rows.WithLabels("accepted"), rows.WithLabels("rejected"), rows.WithLabels("duplicate"));
        _paused = factory.CreateCounter("campaign_paused_total", "Times that a campaign was paused, by an operator or by itself.", "reason");
        _ledgerWrite = factory.CreateHistogram("ledger_write_duration_seconds", "Time of a group commit of a batch's ledger.",
            new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.0005, 2, 15) });
        _ledgerBytes = factory.CreateCounter("ledger_write_bytes_total", "Bytes of ledgers that group commits wrote, as they are encoded.");
        _ledgerFailures = factory.CreateCounter("ledger_write_failures_total", "Group commits that the storage did not confirm.");
        _silos = factory.CreateGauge("cluster_silo_count", "Silos that share the work, as this silo sees it.");

        foreach (var reason in Enum.GetValues<FailureReason>().Where(static reason => reason != FailureReason.None))
        {
            _deadLetters.WithLabels(ReasonLabels.Of(reason));
        }

        foreach (var reason in Enum.GetValues<PauseReason>().Where(static reason => reason != PauseReason.None))
        {
            _paused.WithLabels(ReasonLabels.Of(reason));
        }
    }

    /// <summary>The metrics of an account: to be had once for a slice, not for each of its mails.</summary>
    public AccountMetrics Account(string provider) => _accounts.GetOrAdd(provider, static (name, families) => new AccountMetrics(families, name), _families);

    public void OnDead(FailureReason reason) => _deadLetters.WithLabels(ReasonLabels.Of(reason)).Inc();

    public void OnInDoubt(int claims) => _inDoubtEver.Inc(claims);

    public void OnLimitWait(TimeSpan wait) => _limitWait.Observe(wait.TotalSeconds);

    public void OnImported(int accepted, int rejected, int duplicates)
    {
        _rowsAccepted.Inc(accepted);
        _rowsRejected.Inc(rejected);
        _rowsDuplicate.Inc(duplicates);
    }

    public void OnPaused(PauseReason reason) => _paused.WithLabels(ReasonLabels.Of(reason)).Inc();

    public void OnLedgerWrite(TimeSpan elapsed, int bytes)
    {
        _ledgerWrite.Observe(elapsed.TotalSeconds);
        _ledgerBytes.Inc(bytes);
    }

    public void OnLedgerWriteFailed() => _ledgerFailures.Inc();

    public IDisposable Working() => _workers.TrackInProgress();

    public void SetWorkerLimit(int senders) => _workerLimit.Set(senders);

    public void SetSilos(int silos) => _silos.Set(silos);

    public void SetQueue(CampaignQueue queue)
    {
        _queueDepth.Set(queue.Depth);
        _queueReady.Set(queue.Ready);
        _waiting.Set(queue.Waiting);
        _dueSoon.Set(queue.DueSoon);
        _inDoubt.Set(queue.InDoubt);
    }
}
