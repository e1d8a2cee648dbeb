using EmailCampaign.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EmailCampaign.Silo.Hosting;

/// <summary>How every silo stops: first the sending, then the silo. Neither step throws, so that the process is always able to end.</summary>
internal static class OrderlyStop
{
    /// <summary>What Orleans itself may need once nothing is on the wire any more.</summary>
    internal static readonly TimeSpan HostStopTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Waits until what is on the wire has its outcome in the ledger, at most <see cref="SendingOptions.DrainTimeout"/>.</summary>
    public static async Task DrainAsync(IHost host, ILogger log)
    {
        log.SiloStops();
        try
        {
            if (!await host.Services.GetRequiredService<ISendingDrain>().DrainAsync())
            {
                log.DrainTimedOut();
            }
        }
        catch (Exception error)
        {
            log.DrainFailed(error); // what is on the wire ends up in doubt, and the next start knows it by name
        }
    }

    public static async Task StopAsync(IHost host, ILogger log)
    {
        try
        {
            using var bound = new CancellationTokenSource(HostStopTimeout);
            await host.StopAsync(bound.Token);
        }
        catch (Exception error)
        {
            log.StopFailed(error); // whatever it was, the process must be able to end
        }
    }
}
