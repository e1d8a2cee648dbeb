using Microsoft.Extensions.Hosting;

namespace EmailCampaign.Silo.Hosting;

/// <summary>Leaves Ctrl-C, SIGTERM and the console to the program around the silo.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
