using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Clusters;
using EmailCampaign.Testing.Smtp;
using Npgsql;

namespace EmailCampaign.SystemTests.Clusters;

/// <summary>The database gives the silo fewer connections than it asks for.</summary>
public sealed class ConnectionLimitTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Launch_FewerConnectionsThanAskedFor_IsSaidAndGoesOnAllTheSame()
    {
        await using var server = ScriptedSmtpServer.Start();
        var owner = await postgres.EmptyDatabaseAsync();
        await using var cluster = new TestCluster(await LimitedAsync(owner, connections: 6)).SendTo(server.Port);
        var silo = (await cluster.StartAsync(1))[0];
        await using var workspace = new Workspace { Cluster = $"{cluster.Database};Maximum Pool Size=1" };
        var addresses = Enumerable.Range(0, 4_000).Select(static i => $"user{i}@example{i % 500}.test").ToList();

        (await workspace.LaunchAsync(workspace.Contacts(addresses), "narrow")).AssertExit(0);

        var counts = server.AcceptedByRecipient();
        Assert.Equal(4_000, counts.Count);
        Assert.All(counts.Values, static count => Assert.Equal(1, count));
        Assert.Contains("may open 30 connections, and the database gives this user 6", silo.Process!.Error, StringComparison.Ordinal);
    }

    private static async Task<string> LimitedAsync(string owner, int connections)
    {
        var settings = new NpgsqlConnectionStringBuilder(owner);
        var role = $"{settings.Database}_narrow";
        await using var connection = new NpgsqlConnection(owner);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(
            $"CREATE ROLE {role} LOGIN PASSWORD 'narrow' CONNECTION LIMIT {connections}; ALTER DATABASE {settings.Database} OWNER TO {role}; GRANT ALL ON SCHEMA public TO {role}",
            connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        (settings.Username, settings.Password) = (role, "narrow");
        return settings.ToString();
    }
}
