using EmailCampaign.Silo.Configuration;
using EmailCampaign.Silo.Hosting;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace EmailCampaign.Client.Connections;

/// <summary>Joins the cluster of a database as a client. Whatever becomes of this console, the cluster's silos send.</summary>
internal sealed class ClusterConnector(TimeProvider clock) : IConnector
{
    public SettingsReading ReadSettings(GlobalSettings settings)
    {
        try
        {
            return SettingsReading.Read.Of(CampaignConfiguration.Build(settings.ConfigFile), new ClusterAccounts());
        }
        catch (StartRefusedException refused)
        {
            return new SettingsReading.Bad(refused.Message);
        }
    }

    public async Task<Connecting> ConnectAsync(
        GlobalSettings settings, bool sends, Action<string> say, CancellationToken cancellationToken)
    {
        ClusterMembers members;
        try
        {
            var configuration = CampaignConfiguration.Build(settings.ConfigFile);
            var cluster = configuration.GetSection(ClusterOptions.Section).Get<ClusterOptions>() ?? new();
            members = ClusterMembers.Of(settings.Cluster!, cluster.Id, clock);
        }
        catch (StartRefusedException refused)
        {
            return new Connecting.Refused(ExitCode.Usage, refused.Message);
        }

        try
        {
            if (await members.ProblemAsync(say, cancellationToken) is { } problem)
            {
                await members.DisposeAsync();
                return new Connecting.Refused(ExitCode.Unreachable, problem);
            }

            return new Connecting.Connected(await ClusterConnection.ConnectAsync(members, clock, cancellationToken));
        }
        catch (Exception error)
        {
            await members.DisposeAsync();
            if (error is NpgsqlException or TimeoutException or Orleans.Runtime.SiloUnavailableException or Orleans.Runtime.Messaging.ConnectionFailedException)
            {
                return new Connecting.Refused(ExitCode.Unreachable, $"The cluster could not be reached: {error.Message.TrimEnd('.')}.");
            }

            throw;
        }
    }
}
