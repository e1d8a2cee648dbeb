using EmailCampaign.Senders;
using Microsoft.Extensions.Options;

namespace EmailCampaign.Hosting;

/// <summary>Waits until what was on the wire has its outcome in the ledger.</summary>
internal sealed class SendingDrain(
    SendingDesk desk, LateOutcomes late, BatchCommits commits, TimeProvider clock, IOptions<SendingOptions> options) : ISendingDrain
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    public bool IsDraining => desk.Draining.IsCancellationRequested;

    public async Task<bool> DrainAsync()
    {
        desk.Drain();
        var started = clock.GetTimestamp();
        while (desk.Open > 0 || late.Held > 0 || commits.Open > 0)
        {
            if (clock.GetElapsedTime(started) >= options.Value.DrainTimeout)
            {
                desk.Abort();
                return false;
            }

            await Task.Delay(Glance, clock);
        }

        return true;
    }
}
