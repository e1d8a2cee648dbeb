using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace EmailCampaign.Silo.Storage;

/// <summary>Ready means that the database answers: a silo without it claims nothing.</summary>
internal sealed class PostgresHealth(NpgsqlDataSource database) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(Patience);
        try
        {
            await using var connection = await database.OpenConnectionAsync(bound.Token);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT 1";
            await command.ExecuteScalarAsync(bound.Token);
            return HealthCheckResult.Healthy("The database answers.");
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("The database does not answer."); // why is in the log, not on a page
        }
    }
}
