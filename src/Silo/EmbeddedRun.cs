using System.Globalization;
using EmailCampaign.Silo.Hosting;
using Microsoft.Extensions.Configuration;

namespace EmailCampaign.Silo;

/// <summary>Hosts an embedded store without a console.</summary>
internal sealed class EmbeddedRun(string dataDirectory, IConfiguration configuration, TextWriter errors)
{
    public async Task<int> RunAsync(Task asked)
    {
        var directory = DataDirectory.Open(dataDirectory);
        using var taken = directory.TryLock() ?? throw InUse(directory);
        await using var silo = await EmbeddedSilo.StartAsync(directory, taken, new(Sends: true, configuration), CancellationToken.None);
        await errors.WriteLineAsync($"Hosting {directory.Path}; stop with Ctrl-C.");
        if (await silo.MetricsUnavailable is { } warning)
        {
            await errors.WriteLineAsync(warning);
        }

        await Task.WhenAny(asked, silo.Stopped);
        return asked.IsCompleted ? SiloExit.Done : SiloExit.Gone;
    }

    private static StartRefusedException InUse(DataDirectory directory)
        => new(directory.ReadCard() is { } card
            ? string.Create(CultureInfo.InvariantCulture, $"The data directory {directory.Path} is hosted by process {card.ProcessId}.")
            : $"The data directory {directory.Path} is in use by another process.");
}
