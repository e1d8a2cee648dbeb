using System.Runtime.InteropServices;
using EmailCampaign.Silo.Configuration;
using EmailCampaign.Silo.Endpoints;
using EmailCampaign.Silo.Hosting;

namespace EmailCampaign.Silo;

/// <summary>Runs a cluster's silo, or hosts an embedded store without a console, until it is told to stop.</summary>
internal static class SiloProgram
{
    /// <param name="args">The command line.</param>
    /// <param name="errors">Where a refusal, and what is hosted, is said.</param>
    /// <param name="workInBulk">Asks for the process to work in bulk; called once, before a silo is built, and not for a question of its health.</param>
    /// <returns>The exit code; see <see cref="SiloExit"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter errors, Action workInBulk)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            var arguments = SiloArguments.Parse(args);
            if (arguments.Health is null)
            {
                workInBulk(); // whoever asks how the silo is does not wait for it to have finished
            }

            var configuration = CampaignConfiguration.Build(arguments.ConfigFile, arguments.Settings);
            var database = ClusterHost.Section<StorageOptions>(configuration, StorageOptions.Section).Database;
            return (arguments, database) switch
            {
                ({ Health: { } check }, _) => await new HealthQuestion(
                    ClusterHost.Section<AdminOptions>(configuration, AdminOptions.Section), errors).AskAsync(check),
                ({ DataDirectory: not null }, not null) => throw new StartRefusedException(
                    $"--data and a database (--database, Storage:Database) exclude each other. {SiloArguments.Usage}"),
                (_, not null) => await new ClusterRun(database, configuration, errors).RunAsync(arguments.MigrateOnly, asked.Task),
                ({ MigrateOnly: true }, null) => throw new StartRefusedException(
                    "--migrate-only needs a --database; an embedded store brings itself up to date when it is opened."),
                _ => await new EmbeddedRun(arguments.DataDirectory ?? "campaign-data", configuration, errors).RunAsync(asked.Task),
            };
        }
        catch (StartRefusedException refused)
        {
            await errors.WriteLineAsync(refused.Message);
            return SiloExit.Refused;
        }

        void Stop(PosixSignalContext context)
        {
            // The first signal asks for an orderly stop; a second one ends the process as usual.
            context.Cancel = asked.TrySetResult();
        }
    }
}
