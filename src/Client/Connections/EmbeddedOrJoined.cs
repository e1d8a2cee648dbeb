using EmailCampaign.Silo.Configuration;
using EmailCampaign.Silo.Hosting;
using Microsoft.Extensions.Configuration;

namespace EmailCampaign.Client.Connections;

/// <summary>
/// A data directory belongs to one silo at a time. Whoever gets its lock hosts; everybody else joins the silo that has it.
/// </summary>
internal sealed class EmbeddedOrJoined(TimeProvider clock) : IConnector
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public SettingsReading ReadSettings(GlobalSettings settings)
    {
        try
        {
            var configuration = CampaignConfiguration.Build(settings.ConfigFile);
            return SettingsReading.Read.Of(configuration, new ConfiguredAccounts(configuration, settings.DataDirectory));
        }
        catch (StartRefusedException refused)
        {
            return new SettingsReading.Bad(refused.Message);
        }
    }

    public async Task<Connecting> ConnectAsync(
        GlobalSettings settings, bool sends, Action<string> say, CancellationToken cancellationToken)
    {
        if (!sends && !System.IO.Directory.Exists(settings.DataDirectory))
        {
            return new Connecting.Refused(
                ExitCode.Usage, $"There is no data directory {settings.DataDirectory}: nothing was launched there. Name the right one with --data.");
        }

        try
        {
            return await TakeOrJoinAsync(
                DataDirectory.Open(settings.DataDirectory), CampaignConfiguration.Build(settings.ConfigFile), sends, say, cancellationToken);
        }
        catch (StartRefusedException refused)
        {
            return new Connecting.Refused(ExitCode.Usage, refused.Message);
        }
    }

    private async Task<Connecting> TakeOrJoinAsync(
        DataDirectory directory, IConfiguration configuration, bool sends, Action<string> say, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var said = false;
        SiloCard? card;
        do
        {
            if (directory.TryLock() is { } free)
            {
                return new Connecting.Connected(await HostAsync(directory, free, configuration, sends, say, cancellationToken));
            }

            card = directory.ReadCard();
            if (card is not null && (card.Sends || !sends))
            {
                // What a silo sends with matters to those who have it send; a question does not depend on it.
                if (sends && !card.Settings.Matches(configuration))
                {
                    return new Connecting.Refused(
                        ExitCode.Usage,
                        $"Another console (process {card.ProcessId}) hosts {directory.Path} with other Sending or Providers settings: "
                            + "give this one the same settings, or wait until that one has ended.");
                }

                if (await JoinedConnection.ConnectAsync(card, () => directory.ReadCard() == card, cancellationToken) is { } joined)
                {
                    return new Connecting.Connected(joined);
                }
            }
            else if (!said && (card is not null || clock.GetElapsedTime(started) > TimeSpan.FromSeconds(1)))
            {
                said = true;
                say(card is null
                    ? $"The data directory {directory.Path} is being opened or closed by another console; waiting for it."
                    : $"Another console (process {card.ProcessId}) has {directory.Path} without sending; waiting for it to end.");
            }

            await Task.Delay(Interval, clock, cancellationToken);
        }
        while (clock.GetElapsedTime(started) < Patience);

        return new Connecting.Refused(ExitCode.Unreachable, card is null
            ? $"The data directory {directory.Path} is held by another process that does not answer; end that process, or try again."
            : $"Another console (process {card.ProcessId}) still has {directory.Path}, and it does not {(sends && !card.Sends ? "send" : "answer")}; end it, or try again.");
    }

    private static async Task<HostedConnection> HostAsync(
        DataDirectory directory, SiloLock free, IConfiguration configuration, bool sends, Action<string> say, CancellationToken cancellationToken)
    {
        EmbeddedSilo silo;
        try
        {
            silo = await EmbeddedSilo.StartAsync(directory, free, new EmbeddedSiloOptions(sends, configuration), cancellationToken);
        }
        catch
        {
            free.Dispose();
            throw;
        }

        if (sends)
        {
            _ = SayMetricsAsync(silo, say);
        }

        return new(silo);
    }

    private static async Task SayMetricsAsync(EmbeddedSilo silo, Action<string> say)
    {
        if (await silo.MetricsUnavailable is { } reason)
        {
            say(reason);
        }
    }
}
