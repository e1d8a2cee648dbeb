using EmailCampaign.Campaigns;
using EmailCampaign.Client.Connections;

namespace EmailCampaign.Client.Watching;

/// <summary>Follows a campaign until it is over, paused, or the person has seen enough.</summary>
internal sealed class CampaignWatch(ConsoleContext console, CampaignSession session)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <returns>The last status; or nothing when the campaign or the silo is gone, with an exit code.</returns>
    /// <exception cref="OperationCanceledException">The person interrupted.</exception>
    public async Task<(CampaignStatus? Status, int ExitCode)> RunAsync(
        string id, IProgressDisplay display, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await using var feed = session.Connection.Watch(id);
                return await FollowAsync(id, feed, display, cancellationToken);
            }
            catch (SiloLostException)
            {
                var (connected, exitCode) = await session.ReopenAsync(cancellationToken);
                if (!connected)
                {
                    return (null, exitCode);
                }
            }
        }
    }

    private async Task<(CampaignStatus? Status, int ExitCode)> FollowAsync(
        string id, IProgressFeed feed, IProgressDisplay display, CancellationToken cancellationToken)
    {
        var silence = new SilenceNotice(console.Terminal, console.Clock);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (answered, progress) = await silence.WaitAsync(feed.NextAsync(), cancellationToken);
            if (!answered)
            {
                await Task.Delay(Pause, console.Clock, cancellationToken);
            }
            else if (progress is null)
            {
                console.Terminal.Message($"There is no campaign '{id}' any more.");
                return (null, ExitCode.Usage);
            }
            else if (progress.Status is { } status)
            {
                display.Report(status);
                if (status.IsOver)
                {
                    return (status, Outcome.ExitCodeOf(status));
                }
            }
        }
    }
}
