using System.Globalization;
using EmailCampaign.Testing.Clusters;
using EmailCampaign.Testing.Postgres;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.Chaos;

/// <summary>Mails per second of one campaign while its cluster grows from one silo to three. The server is slow, so that only senders count.</summary>
internal sealed class Elasticity(PostgresServer database)
{
    private const int Silos = 3;
    private const int Workers = 10;
    private const int Contacts = 20_000;
    private const double Promise = 0.9;

    private static readonly TimeSpan MailDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(15);

    /// <returns>0, or 1 when more silos did not send more.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var connectionString = await database.CreateDatabaseAsync(cancellationToken);
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Dot, new SmtpAction.Delay(MailDelay)));
        await using var cluster = new TestCluster(connectionString).SendTo(server.Port).Set("Sending__WorkerCount", $"{Workers}");
        await using var console = new ClusterConsole(connectionString);
        await cluster.StartAsync(1);
        _ = console.Launch("elastic", Enumerable.Range(0, Contacts).Select(static i => $"user{i}@example{i % 500}.test"));
        await server.WhenAcceptedAsync(1).WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);
        await Console.Out.WriteLineAsync($"| silos | mails/s | of linear |\n|---|---|---|");
        var (one, good) = (0.0, true);
        for (var silos = 1; silos <= Silos; silos++)
        {
            if (silos > 1)
            {
                await cluster.StartAsync(1);
            }

            await Task.Delay(Settling, cancellationToken);
            var meter = new RateMeter(() => server.AcceptedCount, Window);
            await meter.FullAsync();
            var rate = meter.Sample();
            one = silos == 1 ? rate : one;
            good &= rate >= Promise * silos * one;
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {silos} | {rate:0} | {rate / (silos * one):0.00} |"));
        }

        return good ? 0 : 1;
    }
}
