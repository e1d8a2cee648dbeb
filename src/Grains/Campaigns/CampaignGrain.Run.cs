using EmailCampaign.Batches;
using EmailCampaign.Hosting;
using EmailCampaign.Senders;
using EmailCampaign.Telemetry;

namespace EmailCampaign.Campaigns;

internal sealed partial class CampaignGrain
{
    private const string ReminderName = "wake";
    private const int BatchesPerSilo = 4;
    private const int MarkStep = 16;

    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RecountPatience = TimeSpan.FromSeconds(10);

    private readonly HashSet<int> _asked = [];
    private readonly Dictionary<int, string> _notices = [];
    private readonly CampaignTrace _trace = new();
    private readonly CampaignFlow _flow = new();
    private readonly BatchPlaces _places = new(most: 2 * BatchesPerSilo);
    private SendRate _rate = null!;
    private Task _recount = Task.CompletedTask;
    private IGrainTimer? _timer;
    private IGrainReminder? _reminder;
    private SliceTrouble? _trouble;
    private DateTimeOffset? _dirtySince;

    public async Task WakeAsync()
    {
        if (!Exists)
        {
            StartTimer(); // the directory has an entry of what is no campaign (any more): see WorkAsync
        }

        StartWork();
        await CloseAsync();
    }

    public async Task ReopenAsync(int batch)
    {
        if (!Exists || batch >= _window.Count || State.Phase is CampaignPhase.Cancelled or CampaignPhase.Deleting)
        {
            return;
        }

        if (State.Phase == CampaignPhase.Completed)
        {
            await Registry.OpenAsync(_key.Id);
        }

        _window.Reopen(batch, Now);
        await SaveAsync(State.Phase == CampaignPhase.Completed ? State.Run(Now) : State);
        StartWork();
    }

    public Task BatchReportedAsync(BatchReport report)
    {
        if (Exists && report.Batch < _window.Count)
        {
            Take(report);
            if (_dirtySince is not null)
            {
                // Also a campaign that has nothing to do saves what a late outcome changed.
                StartTimer();
            }

            if (report.Idle || report.Trouble is not null)
            {
                Hurry();
            }
        }

        return Task.CompletedTask;
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        StartWork();
        if (Work == CampaignWork.None)
        {
            await RemoveReminderAsync();
        }
    }

    // Bounded: a batch whose silo is gone may take its time.
    private Task RecountedAsync() => _recount.WaitAsync(RecountPatience, services.Clock);

    /// <summary>What the campaign has to do on this silo.</summary>
    private CampaignWork Work => State.Phase switch
    {
        CampaignPhase.Deleting => CampaignWork.Deleting,
        _ when !Exists => CampaignWork.None,
        CampaignPhase.Sending when services.Role.Sends => CampaignWork.Sending,
        CampaignPhase.Scheduled when services.Role.Sends => CampaignWork.Scheduled,
        CampaignPhase.Importing when Now - _lastImportAt < ImportSilence => CampaignWork.Sending,

        // Claims that are open are settled, whatever the phase.
        CampaignPhase.Paused or CampaignPhase.Cancelled when _window.Totals.Claimed > 0 || _window.Active.Count > 0 => CampaignWork.Sending,
        CampaignPhase.Paused when State.ResumeAt is not null && services.Role.Sends => CampaignWork.Scheduled,
        _ => CampaignWork.None,
    };

    private void StartWork()
    {
        var work = Work;
        services.Work.Set(_key.Id, work);
        if (work == CampaignWork.None)
        {
            return;
        }

        if (work != CampaignWork.Deleting && Definition.Guarantee == DeliveryGuarantee.AtMostOnce)
        {
            services.RequirePowerLossDurability();
        }

        StartTimer();
        Hurry();
    }

    private void StartTimer()
        => _timer ??= this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(TimeSpan.Zero, RunOrder.Interval) { KeepAlive = true });

    private void Hurry() => _timer?.Change(TimeSpan.Zero, RunOrder.Interval);

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WorkAsync();
        }
        catch (Exception error)
        {
            // Storage may be away for a while; the batches go on as long as their lease runs, and the next tick tries again.
            logger.CampaignTickFailed(_key.Id, error);
        }
    }

    private async Task WorkAsync()
    {
        if (IsDeleting || !Exists)
        {
            await DeleteStepAsync();
            Settle();
            return;
        }

        var next = NextState();
        if (next.Phase == CampaignPhase.Sending && services.Role.Sends)
        {
            _trace.Begin(_key.Id, Definition, _window.Totals.Total);
            _window.Fill(BatchesPerSilo * services.Silos.Count, Now);
            if (_window.Active.Count > 0 && _window.Active.Max() >= next.StartedMark)
            {
                next = next with { StartedMark = _window.Active.Max() + MarkStep };
            }
        }
        else
        {
            _window.FillToSettle();
        }

        if (next != State || (_dirtySince is { } since && (Now - since >= SaveInterval || Work == CampaignWork.None)))
        {
            var phase = State.Phase;
            await SaveAsync(next);
            if (phase != State.Phase)
            {
                logger.CampaignPhaseChanged(_key.Id, State.Phase, State.PauseReason);
            }
        }

        if (State.Phase != CampaignPhase.Sending)
        {
            _trace.End(State.Phase, _window.Totals);
        }

        _rate.Sample(_window.Totals.Sent);
        foreach (var batch in _window.Active.ToArray())
        {
            _ = AskAsync(batch);
        }

        await KeepReminderAsync();
        await CloseAsync();
        Settle();
    }

    // A finished campaign is no longer looked for when a silo starts. Safe to repeat.
    private Task CloseAsync() => Exists && State.IsFinished && Work == CampaignWork.None ? Registry.CloseAsync(_key.Id) : Task.CompletedTask;

    private CampaignState NextState()
    {
        var next = State;
        if (Definition.ScheduledAt is { } at)
        {
            next = next.Due(at, Now);
        }

        if (services.Role.Sends)
        {
            next = next.ResumeWhenDue(Now);
        }

        if (next.Phase != CampaignPhase.Sending)
        {
            _trouble = null;
            return next;
        }

        if (_trouble is { } trouble)
        {
            _trouble = null;
            return next.Pause(trouble.Reason, trouble.Detail, trouble.ResumeAt);
        }

        return _recount.IsCompleted && _window.IsDone ? next.Complete(Now) : next;
    }

    // Stops the timer once nothing is left to do; what wakes the campaign again starts it.
    private void Settle()
    {
        var work = Work;
        services.Work.Set(_key.Id, work);
        ShowQueue();
        if (work == CampaignWork.None)
        {
            _timer?.Dispose();
            _timer = null;
            _notices.Clear();
        }
    }

    // For the silo's metrics.
    private void ShowQueue()
    {
        if (!Exists || IsDeleting || _left)
        {
            services.Queues.Forget(_key.Id);
            return;
        }

        var sends = State.Phase == CampaignPhase.Sending && services.Role.Sends;
        services.Queues.Set(_key.Id, CampaignQueue.Of(Counts(), _window, sends ? _flow : null, State.RatePerSecond, Now));
    }

    // Not awaited by the timer: a batch on a silo that is gone must not hold up the others.
    private async Task AskAsync(int batch)
    {
        if (!_asked.Add(batch))
        {
            return;
        }

        var lost = false;
        try
        {
            var order = new RunOrder(
                State.Epoch, State.Phase == CampaignPhase.Sending && services.Role.Sends, State.RatePerSecond, _trace.Id);
            Take(await PlacementHint.CallAsync(_places.Choose(batch, services.Silos), () => Batch(batch).EnsureRunningAsync(order)));
        }
        catch (Exception error)
        {
            logger.BatchSilent(_key.Id, batch, error);
            lost = error is SiloUnavailableException;
        }
        finally
        {
            _asked.Remove(batch);
        }

        if (lost)
        {
            // Its silo is known to be gone: another one takes it at once.
            Hurry();
        }
    }

    private void Take(BatchReport report)
    {
        var before = _window.Summaries[report.Batch];
        _window.Update(report, Now);
        if (before != _window.Summaries[report.Batch])
        {
            _dirtySince ??= Now;
        }

        if (_window.Active.Contains(report.Batch))
        {
            _places.Found(report.Batch, report.Silo);
        }
        else
        {
            _places.Forget(report.Batch);
        }

        _flow.Take(report, _window.Active.Contains(report.Batch));
        if (report.Notice is { } notice && !report.Idle)
        {
            _notices[report.Batch] = notice;
        }
        else
        {
            _notices.Remove(report.Batch);
        }

        if (report.Trouble is { } trouble && report.Epoch == State.Epoch && State.Phase == CampaignPhase.Sending)
        {
            _trouble = trouble;
        }
    }

    // Batches that may have worked since the summaries were saved are asked again.
    private async Task RecountAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var asked = 0;
        foreach (var group in Enumerable.Range(0, Math.Min(State.StartedMark, _window.Count)).Where(batch => !_window.Summaries[batch].IsFinal).Chunk(16))
        {
            await Task.WhenAll(group.Select(RecountAsync));
            asked += group.Length;
        }

        if (asked > 0)
        {
            // What was found is not what was sent just now.
            _rate = new SendRate(services.Clock);
            logger.CampaignRecounted(_key.Id, asked);
            StartWork();
        }
    }

    private async Task RecountAsync(int batch)
    {
        try
        {
            // Merely a reading: whether the batch belongs in the window is for its numbers to say.
            Take((await Batch(batch).GetReportAsync()) with { Idle = false });
        }
        catch (Exception error)
        {
            logger.BatchSilent(_key.Id, batch, error);
        }
    }

    private async Task KeepReminderAsync()
    {
        if (!services.Role.Sends)
        {
            return;
        }

        if (State.Phase is CampaignPhase.Sending or CampaignPhase.Scheduled or CampaignPhase.Deleting || State.ResumeAt is not null)
        {
            _reminder ??= await this.RegisterOrUpdateReminder(ReminderName, ReminderPeriod, ReminderPeriod);
        }
        else if (Work == CampaignWork.None)
        {
            await RemoveReminderAsync();
        }
    }

    private async Task RemoveReminderAsync()
    {
        if (services.Role.Sends && (_reminder ?? await this.GetReminder(ReminderName)) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
            _reminder = null;
        }
    }
}
