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
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (await session.Connection.GetStatusAsync(id) is not { } status)
                {
                    console.Terminal.Message($"There is no campaign '{id}' any more.");
                    return (null, ExitCode.Usage);
                }

                display.Report(status);
                if (Outcome.IsOver(status))
                {
                    return (status, Outcome.ExitCodeOf(status));
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
                // A busy silo: its answer comes with the next question.
            }

            await Task.Delay(Interval, console.Clock, cancellationToken);
        }
    }
}
