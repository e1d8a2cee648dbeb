using Microsoft.Extensions.Hosting;

namespace EmailCampaign.Client.Connections;

/// <summary>Leaves Ctrl-C and SIGTERM to the console: the default lifetime would stop the client in the middle of a command.</summary>
internal sealed class ClientLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
