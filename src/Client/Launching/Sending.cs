using EmailCampaign.Campaigns;
using EmailCampaign.Client.Commands;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Contacts;
using EmailCampaign.Client.Json;
using EmailCampaign.Client.Watching;
using EmailCampaign.Client.Wording;

namespace EmailCampaign.Client.Launching;

/// <summary>What launch and resume have in common: store the contacts, watch, sum up, and stay while this console hosts.</summary>
/// <param name="console">Time and terminal.</param>
/// <param name="settings">The global options.</param>
/// <param name="session">The connection.</param>
/// <param name="accounts">Say where mails are written to when the provider sends none.</param>
internal sealed class Sending(ConsoleContext console, GlobalSettings settings, CampaignSession session, IProviderAccounts accounts)
{
    // An upload starts anew when its silo was lost; a campaign that can never take it would otherwise be asked for ever.
    private const int Passes = 10;

    /// <summary>Stores the contacts, then watches; a campaign that was paused meanwhile is resumed when <paramref name="resumes"/>.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ImportAndWatchAsync(string id, ContactUpload upload, bool watch, bool resumes, CancellationToken cancellationToken)
    {
        try
        {
            UploadResult result;
            await using (var display = watch || settings.Json ? Displays.For(console, settings) : new NoDisplay())
            {
                var (uploaded, exitCode) = await UploadAsync(id, upload, display, cancellationToken);
                if (uploaded is null)
                {
                    return exitCode;
                }

                result = uploaded;
            }

            if (result is not UploadResult.Stored stored)
            {
                return Explain(id, result);
            }

            if (resumes && await session.Connection.GetStatusAsync(id) is { Phase: CampaignPhase.Paused, PauseReason: PauseReason.Operator })
            {
                var resumed = await session.Connection.ResumeAsync(id);
                if (!resumed.IsDone)
                {
                    return console.Terminal.Refused(id, resumed.Refusal, resumed.Message);
                }
            }

            return watch
                ? await WatchAndStayAsync(id, cancellationToken)
                : await StoredAsync(id, stored.Rows, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return await InterruptAsync(id);
        }
    }

    /// <summary>Watches a campaign that has its contacts.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WatchAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await WatchAndStayAsync(id, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return await InterruptAsync(id);
        }
    }

    /// <summary>Ends without a report; while this console hosts, it stays until nothing is sending.</summary>
    /// <returns>The exit code: that everything is stored counts, not how the sending went.</returns>
    public async Task<int> LeaveAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await StayAndLeaveAsync(id, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return await InterruptAsync(id);
        }
    }

    private async Task<(UploadResult? Result, int ExitCode)> UploadAsync(
        string id, ContactUpload upload, IProgressDisplay display, CancellationToken cancellationToken)
    {
        for (var pass = 1; pass <= Passes; pass++)
        {
            try
            {
                var result = await upload.RunAsync(session.Connection, id, display, cancellationToken);
                if (result is not UploadResult.Again)
                {
                    return (result, ExitCode.Done);
                }
            }
            catch (SiloLostException)
            {
                var (connected, exitCode) = await session.ReopenAsync(cancellationToken);
                if (!connected)
                {
                    return (null, exitCode);
                }
            }
            catch (TimeoutException)
            {
                // The piece may be stored or not: the next pass asks where the campaign stands.
            }
        }

        console.Terminal.Message($"The import of '{id}' does not get ahead; 'campaign resume {id} FILE' tries again.");
        return (null, ExitCode.Unreachable);
    }

    private async Task<int> WatchAndStayAsync(string id, CancellationToken cancellationToken)
    {
        CampaignStatus? last;
        int exitCode;
        await using (var display = Displays.For(console, settings))
        {
            (last, exitCode) = await new CampaignWatch(console, session).RunAsync(id, display, cancellationToken);
        }

        if (last is not null && !settings.Json)
        {
            foreach (var line in SummaryWords.Lines(last, accounts.Folder(last.Provider)))
            {
                console.Terminal.Report(line);
            }
        }

        if (last is not null && settings.Json)
        {
            console.Terminal.Report(StatusJson.Of(last));
        }

        return last is null ? exitCode : await StayForOthersAsync(exitCode, cancellationToken);
    }

    // Other campaigns of the directory live in this process: they must not stop because this one is through.
    private async Task<int> StayForOthersAsync(int exitCode, CancellationToken cancellationToken)
    {
        try
        {
            await new HostStay(console, session.Connection).UntilIdleAsync(schedules: false, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            console.Terminal.Message("Stopping: the mails on the wire are finished, the rest keeps its place. Ctrl-C again ends at once.");
            await session.DisposeAsync(); // drains
            console.Terminal.Message("Stopped hosting. 'campaign run' goes on with the campaigns that were still being sent.");
        }

        return exitCode;
    }

    private async Task<int> StoredAsync(string id, RowCounts rows, CancellationToken cancellationToken)
    {
        if (!settings.Json)
        {
            console.Terminal.Report($"Stored '{id}': {StatusWords.Rows(rows)}.");
        }

        return await StayAndLeaveAsync(id, cancellationToken);
    }

    private async Task<int> StayAndLeaveAsync(string id, CancellationToken cancellationToken)
    {
        await new HostStay(console, session.Connection).UntilIdleAsync(schedules: false, cancellationToken);
        var status = await session.Connection.GetStatusAsync(id);
        if (status is not null && settings.Json)
        {
            console.Terminal.Report(StatusJson.Of(status));
        }

        if (status is { Phase: CampaignPhase.Scheduled, ScheduledAt: { } at } && session.Connection.Hosts)
        {
            console.Terminal.Message($"It is scheduled for {Words.Utc(at)}; keep 'campaign run' going so that it starts then.");
        }

        return ExitCode.Done;
    }

    private int Explain(string id, UploadResult result)
    {
        switch (result)
        {
            case UploadResult.Changed changed:
                console.Terminal.Message($"The file '{changed.FileName}' changed while it was read, so nothing was sent. "
                    + $"Give back the original and 'campaign resume {id} FILE', or 'campaign cancel {id}' and launch again.");
                return ExitCode.Usage;
            case UploadResult.Stopped stopped:
                console.Terminal.Message($"The import stopped and nothing was sent: {stopped.Problem.TrimEnd('.')}. "
                    + $"Repair the file, 'campaign cancel {id}', and launch again; 'campaign rejects {id}' lists the rows that were not accepted.");
                return ExitCode.Usage;
            case UploadResult.Refused refused:
                return console.Terminal.Refused(id, refused.Refusal, refused.Problem);
            default:
                throw new InvalidOperationException($"No words for {result.GetType().Name}.");
        }
    }

    private async Task<int> InterruptAsync(string id)
    {
        if (!session.Connection.Hosts)
        {
            console.Terminal.Message($"Stopped watching; '{id}' goes on in {session.Connection.Keeper}. 'campaign status {id} --watch' looks again.");
            return ExitCode.Interrupted;
        }

        console.Terminal.Message("Stopping: the mails on the wire are finished, the rest keeps its place. Ctrl-C again ends at once.");
        var importing = await IsImportingAsync(id);
        await session.DisposeAsync(); // drains
        console.Terminal.Message(importing
            ? $"Interrupted while importing; nothing was sent. 'campaign resume {id} FILE' goes on."
            : $"Interrupted. 'campaign resume {id}' goes on where it stopped.");
        return ExitCode.Interrupted;
    }

    private async Task<bool> IsImportingAsync(string id)
    {
        try
        {
            return await session.Connection.GetStatusAsync(id) is { Phase: CampaignPhase.Importing };
        }
        catch (Exception error) when (error is TimeoutException or SiloLostException)
        {
            return false;
        }
    }
}
