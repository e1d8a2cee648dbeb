using EmailCampaign.Campaigns;
using EmailCampaign.Client.Connections;

namespace EmailCampaign.Client.Watching;

/// <summary>Follows a campaign until it is over, paused, or the person has seen enough.</summary>
internal sealed class CampaignWatch(ConsoleContext console, CampaignSession session)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <returns>The last status; or nothing when the campaign or the silo is gone, with an exit code.</returns>
    /// <exception cref="OperationCanceledException">The person interrupted.</exception>
    public async Task<(CampaignStatus? Status, int ExitCode)> RunAsync(
        string id, IProgressDisplay display, CancellationToken cancellationToken)
    {
        var silence = new SilenceNotice(console.Terminal, console.Clock);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var (answered, status) = await silence.WaitAsync(session.Connection.GetStatusAsync(id), cancellationToken);
                if (answered && status is null)
                {
                    console.Terminal.Message($"There is no campaign '{id}' any more.");
                    return (null, ExitCode.Usage);
                }

                if (status is not null)
                {
                    display.Report(status);
                    if (Outcome.IsOver(status))
                    {
                        return (status, Outcome.ExitCodeOf(status));
                    }
                }
            }
            catch (SiloLostException)
            {
                var (connected, exitCode) = await session.ReopenAsync(cancellationToken);
                if (!connected)
                {
                    return (null, exitCode);
                }

                silence = new(console.Terminal, console.Clock); // another silo, another patience
            }

            await Task.Delay(Interval, console.Clock, cancellationToken);
        }
    }
}
