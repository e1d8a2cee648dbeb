using System.Globalization;
using System.Runtime.InteropServices;
using EmailCampaign.Silo.Configuration;
using EmailCampaign.Silo.Hosting;

namespace EmailCampaign.Silo;

/// <summary>Hosts an embedded store without a console, until it is told to stop.</summary>
internal static class SiloProgram
{
    private const int Done = 0;
    private const int UsageError = 2;

    /// <returns>The exit code: 0 after an orderly stop, 2 when the start was refused.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter errors)
    {
        try
        {
            var arguments = SiloArguments.Parse(args);
            var configuration = CampaignConfiguration.Build(arguments.ConfigFile);
            var directory = DataDirectory.Open(arguments.DataDirectory);
            using var taken = directory.TryLock() ?? throw InUse(directory);
            await HostAsync(directory, taken, configuration, errors);
            return Done;
        }
        catch (StartRefusedException refused)
        {
            await errors.WriteLineAsync(refused.Message);
            return UsageError;
        }
    }

    private static async Task HostAsync(
        DataDirectory directory, SiloLock taken, Microsoft.Extensions.Configuration.IConfiguration configuration, TextWriter errors)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

        await using var silo = await EmbeddedSilo.StartAsync(directory, taken, new(Sends: true, configuration), CancellationToken.None);
        await errors.WriteLineAsync($"Hosting {directory.Path}; stop with Ctrl-C.");
        if (await silo.MetricsUnavailable is { } warning)
        {
            await errors.WriteLineAsync(warning);
        }

        await Task.WhenAny(asked.Task, silo.Stopped);

        void Stop(PosixSignalContext context)
        {
            // The first signal asks for an orderly stop; a second one ends the process as usual.
            context.Cancel = asked.TrySetResult();
        }
    }

    private static StartRefusedException InUse(DataDirectory directory)
        => new(directory.ReadCard() is { } card
            ? string.Create(CultureInfo.InvariantCulture, $"The data directory {directory.Path} is hosted by process {card.ProcessId}.")
            : $"The data directory {directory.Path} is in use by another process.");
}
