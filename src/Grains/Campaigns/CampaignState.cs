namespace EmailCampaign.Campaigns;

/// <summary>The row <c>campaign</c>: phase and reason, import cursor, and per batch its last reported counts.</summary>
[GenerateSerializer, Alias("EmailCampaign.CampaignState")]
internal sealed record CampaignState
{
    /// <summary>A campaign that could not start within this time after its schedule asks a person first.</summary>
    public static readonly TimeSpan LatestStart = TimeSpan.FromHours(1);

    [Id(0)] public CampaignPhase Phase { get; init; }

    [Id(1)] public PauseReason PauseReason { get; init; }

    /// <summary>Why it is paused, as a sentence; null otherwise.</summary>
    [Id(2)] public string? Reason { get; init; }

    /// <summary>Rises with each run, so that trouble of an earlier one pauses nothing.</summary>
    [Id(3)] public long Epoch { get; init; }

    /// <summary>Paused by the operator before the import had ended.</summary>
    [Id(4)] public bool Held { get; init; }

    [Id(5)] public DateTimeOffset? StartedAt { get; init; }

    [Id(6)] public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The current rate; starts as the definition's, a replay may change it.</summary>
    [Id(7)] public double? RatePerSecond { get; init; }

    [Id(8)] public ImportCursor Cursor { get; init; } = new();

    [Id(9)] public bool Imported { get; init; }

    /// <summary>Why the import stopped for good, as a sentence.</summary>
    [Id(10)] public string? ImportProblem { get; init; }

    /// <summary>Rows that were read, including those behind the cursor of an import that stopped.</summary>
    [Id(11)] public RowCounts Rows { get; init; } = new();

    /// <summary>The batches' summaries; see <see cref="BatchSummaryCodec"/>.</summary>
    [Id(12)] public byte[] Batches { get; init; } = [];

    /// <summary>Batches below this may have been at work since the summaries were saved.</summary>
    [Id(13)] public int StartedMark { get; init; }

    /// <summary>Template variables that were empty, with the number of rows.</summary>
    [Id(14)] public IReadOnlyList<KeyValuePair<string, int>> EmptyVariables { get; init; } = [];

    /// <summary>The deletion's cursor: the rows of the batches below this are gone.</summary>
    [Id(15)] public int DeletedBatches { get; init; }

    /// <summary>The deletion's cursor, once the batches are gone: the pages of rejected rows below this are gone.</summary>
    [Id(16)] public int DeletedRejectPages { get; init; }

    /// <summary>When a paused campaign goes on by itself.</summary>
    [Id(17)] public DateTimeOffset? ResumeAt { get; init; }

    public bool IsFinished => Phase is CampaignPhase.Completed or CampaignPhase.Cancelled;

    /// <summary>The whole file is stored: the campaign waits for its time, for its operator, or starts.</summary>
    public CampaignState CompleteImport(DateTimeOffset? scheduledAt, DateTimeOffset now) => Held
        ? (this with { Imported = true, Held = false }).Pause(PauseReason.Operator, "Paused by the operator before the import had ended.")
        : scheduledAt is { } at
            ? (this with { Imported = true, Phase = CampaignPhase.Scheduled }).Due(at, now)
            : (this with { Imported = true }).Run(now);

    /// <summary>The import cannot go on.</summary>
    public CampaignState StopImport(string problem)
        => (this with { ImportProblem = problem }).Pause(PauseReason.ImportStopped, problem);

    /// <summary>The scheduled time has come.</summary>
    public CampaignState Due(DateTimeOffset scheduledAt, DateTimeOffset now) => Phase != CampaignPhase.Scheduled || now < scheduledAt
        ? this
        : now - scheduledAt > LatestStart
            ? Pause(PauseReason.ScheduleMissed, $"It was scheduled for {scheduledAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC and could not start within an hour of it.")
            : Run(now);

    public CampaignState Run(DateTimeOffset now) => this with
    {
        Phase = CampaignPhase.Sending,
        PauseReason = PauseReason.None,
        Reason = null,
        ResumeAt = null,
        Epoch = Epoch + 1,
        StartedAt = StartedAt ?? now,
        FinishedAt = null,
    };

    public CampaignState Pause(PauseReason reason, string text, DateTimeOffset? resumeAt = null) => this with
    {
        Phase = CampaignPhase.Paused,
        PauseReason = reason,
        Reason = text,
        ResumeAt = resumeAt,
    };

    /// <summary>A paused campaign whose time has come goes on.</summary>
    public CampaignState ResumeWhenDue(DateTimeOffset now) => Phase == CampaignPhase.Paused && ResumeAt <= now ? Run(now) : this;

    /// <summary>The operator's pause: before the import has ended it is remembered until then.</summary>
    public Transition Pause() => Phase switch
    {
        CampaignPhase.Paused when ResumeAt is not null => new(Pause(PauseReason.Operator, "Paused by the operator.")),
        CampaignPhase.Paused => new(this),
        CampaignPhase.Importing => new(this with { Held = true }),
        CampaignPhase.Scheduled or CampaignPhase.Sending => new(Pause(PauseReason.Operator, "Paused by the operator.")),
        CampaignPhase.Deleting => new(this, CommandRefusal.Deleting),
        _ => new(this, CommandRefusal.Finished),
    };

    /// <summary>Goes on; a campaign that was paused before its scheduled time waits for it again.</summary>
    public Transition Resume(DateTimeOffset? scheduledAt, DateTimeOffset now) => Phase switch
    {
        CampaignPhase.Sending or CampaignPhase.Scheduled => new(this), // a repeated command is not an error
        CampaignPhase.Importing => new(this with { Held = false }),
        CampaignPhase.Paused when !Imported => new(this, CommandRefusal.NotImported),
        CampaignPhase.Paused when StartedAt is null && scheduledAt > now
            => new(this with { Phase = CampaignPhase.Scheduled, PauseReason = PauseReason.None, Reason = null, ResumeAt = null }),
        CampaignPhase.Paused => new(Run(now)),
        CampaignPhase.Deleting => new(this, CommandRefusal.Deleting),
        _ => new(this, CommandRefusal.Finished),
    };

    public Transition Cancel(DateTimeOffset now) => Phase switch
    {
        CampaignPhase.Cancelled => new(this),
        CampaignPhase.Completed => new(this, CommandRefusal.Finished),
        CampaignPhase.Deleting => new(this, CommandRefusal.Deleting),
        _ => new(this with { Phase = CampaignPhase.Cancelled, PauseReason = PauseReason.None, Reason = null, ResumeAt = null, FinishedAt = now }),
    };

    public CampaignState Complete(DateTimeOffset now) => this with { Phase = CampaignPhase.Completed, FinishedAt = now };

    /// <summary>Dead letters are to be sent again: a completed campaign runs once more.</summary>
    public Transition Replay(double? ratePerSecond, DateTimeOffset now)
    {
        var rated = ratePerSecond is null ? this : this with { RatePerSecond = ratePerSecond };
        return Phase switch
        {
            CampaignPhase.Completed => new(rated.Run(now)),
            CampaignPhase.Sending => new(rated with { Epoch = Epoch + 1 }),
            CampaignPhase.Paused when Imported => new(rated),
            CampaignPhase.Cancelled => new(this, CommandRefusal.Finished),
            CampaignPhase.Deleting => new(this, CommandRefusal.Deleting),
            _ => new(this, CommandRefusal.NotImported),
        };
    }

    /// <summary>The campaign is to go away: only one that has nothing left to do.</summary>
    /// <param name="settled">Whether no recipient is claimed any more: a cancelled campaign's last mails may still be on the wire.</param>
    public Transition Delete(bool settled) => Phase switch
    {
        CampaignPhase.Deleting => new(this),
        CampaignPhase.Completed or CampaignPhase.Cancelled when settled => new(Deleted()),
        CampaignPhase.Paused when PauseReason == PauseReason.ImportStopped => new(Deleted()),
        _ => new(this, CommandRefusal.NotFinished),
    };

    private CampaignState Deleted() => this with { Phase = CampaignPhase.Deleting, PauseReason = PauseReason.None, Reason = null };
}
