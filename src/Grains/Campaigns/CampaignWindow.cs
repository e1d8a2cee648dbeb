using EmailCampaign.Batches;

namespace EmailCampaign.Campaigns;

/// <summary>
/// The batches of a campaign: which are at work, which could be, and which wait for a due time. A waiting recipient holds no place
/// in the window.
/// </summary>
internal sealed class CampaignWindow
{
    private readonly List<BatchSummary> _summaries;
    private readonly SortedSet<int> _ready = [];
    private readonly PriorityQueue<int, DateTimeOffset> _waiting = new();
    private readonly SortedSet<int> _active = [];

    public CampaignWindow(List<BatchSummary> summaries, DateTimeOffset now)
    {
        _summaries = summaries;
        for (var batch = 0; batch < summaries.Count; batch++)
        {
            Totals += summaries[batch].Counts;
            UnfinishedInDoubt += summaries[batch].UnfinishedInDoubt;
            Queue(batch, now);
        }
    }

    public int Count => _summaries.Count;

    public RecipientCounts Totals { get; private set; } = new();

    public int UnfinishedInDoubt { get; private set; }

    public IReadOnlyList<BatchSummary> Summaries => _summaries;

    /// <summary>Batches at work.</summary>
    public IReadOnlyCollection<int> Active => _active;

    /// <summary>Nothing is pending, claimed or waiting, and no batch is at work.</summary>
    public bool IsDone => _active.Count == 0 && Totals is { Pending: 0, Claimed: 0, Waiting: 0 };

    /// <summary>The earliest known due time.</summary>
    public DateTimeOffset? NextDueAt
    {
        get
        {
            DateTimeOffset? next = null;
            foreach (var summary in _summaries)
            {
                if (summary.Counts.Waiting > 0 && summary.NextDueAt is { } due && (next is null || due < next))
                {
                    next = due;
                }
            }

            return next;
        }
    }

    /// <summary>Waiting recipients of batches whose next due time is known and not after this one.</summary>
    public int CountWaiting(DateTimeOffset dueBy) => _summaries.Where(summary => summary.NextDueAt <= dueBy).Sum(static summary => summary.Counts.Waiting);

    /// <summary>Adds a stored batch behind the last one.</summary>
    public void Add(BatchSummary summary, DateTimeOffset now)
    {
        _summaries.Add(summary);
        Totals += summary.Counts;
        UnfinishedInDoubt += summary.UnfinishedInDoubt;
        Queue(_summaries.Count - 1, now);
    }

    /// <summary>
    /// Takes a batch's report. The counts are absolute: repeated, it changes nothing; overtaken by a later one, it is dropped.
    /// </summary>
    public void Update(BatchReport report, DateTimeOffset now)
    {
        var old = _summaries[report.Batch];
        if (report.Version < old.Version)
        {
            return;
        }

        var summary = BatchSummary.From(report);
        _summaries[report.Batch] = summary;
        Totals = Subtract(Totals + summary.Counts, old.Counts);
        UnfinishedInDoubt += summary.UnfinishedInDoubt - old.UnfinishedInDoubt;
        if (report.Idle)
        {
            _active.Remove(report.Batch);
        }

        if (!_active.Contains(report.Batch))
        {
            Queue(report.Batch, now);
        }
    }

    /// <summary>
    /// Takes a finished batch for unfinished until its next report: one of its dead or doubted recipients counts as claimed, so that the
    /// numbers still add up, and the batch is asked again even after a loss.
    /// </summary>
    public void Reopen(int batch, DateTimeOffset now)
    {
        var summary = _summaries[batch];
        if (!summary.IsFinal || summary.Counts is { InDoubt: 0, Dead: 0 })
        {
            return;
        }

        var counts = summary.Counts.InDoubt > 0
            ? summary.Counts with { InDoubt = summary.Counts.InDoubt - 1, Claimed = 1 }
            : summary.Counts with { Dead = summary.Counts.Dead - 1, Claimed = 1 };
        _summaries[batch] = summary with { Counts = counts };
        Totals = Subtract(Totals + counts, summary.Counts);
        if (!_active.Contains(batch))
        {
            Queue(batch, now);
        }
    }

    /// <summary>Moves batches with work into the window, in order, until it is full.</summary>
    /// <param name="size">Batches at work at most.</param>
    /// <param name="now">Waiting batches that are due by now count as ready.</param>
    public void Fill(int size, DateTimeOffset now)
    {
        while (_waiting.TryPeek(out var batch, out var due) && due <= now)
        {
            _waiting.Dequeue();
            if (!_active.Contains(batch) && _summaries[batch].IsReady(now))
            {
                _ready.Add(batch);
            }
        }

        while (_active.Count < size && _ready.Count > 0)
        {
            Activate(_ready.Min);
        }

        // The window is smaller after a silo was lost: batches that were in it go on at once, not only when the others have ended.
        foreach (var batch in _ready.Where(batch => _summaries[batch].Counts is { Pending: > 0, Sent: > 0 }).Take((2 * size) - _active.Count).ToList())
        {
            Activate(batch);
        }
    }

    /// <summary>Moves batches with claimed recipients into the window: a paused or cancelled campaign settles them.</summary>
    public void FillToSettle()
    {
        foreach (var (batch, summary) in _summaries.Index())
        {
            if (summary.Counts.Claimed > 0 && _active.Add(batch))
            {
                _ready.Remove(batch);
            }
        }
    }

    private void Activate(int batch)
    {
        _ready.Remove(batch);
        _active.Add(batch);
    }

    private void Queue(int batch, DateTimeOffset now)
    {
        var summary = _summaries[batch];
        if (summary.IsReady(now))
        {
            _ready.Add(batch);
            return;
        }

        _ready.Remove(batch);
        if (summary is { Counts.Waiting: > 0, NextDueAt: { } due })
        {
            _waiting.Enqueue(batch, due);
        }
    }

    private static RecipientCounts Subtract(RecipientCounts left, RecipientCounts right) => new()
    {
        Pending = left.Pending - right.Pending,
        Claimed = left.Claimed - right.Claimed,
        Waiting = left.Waiting - right.Waiting,
        Sent = left.Sent - right.Sent,
        Dead = left.Dead - right.Dead,
        InDoubt = left.InDoubt - right.InDoubt,
        Suppressed = left.Suppressed - right.Suppressed,
        Discarded = left.Discarded - right.Discarded,
    };
}
