using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Clusters;
using EmailCampaign.Testing.Smtp;
using Npgsql;

namespace EmailCampaign.SystemTests.Clusters;

/// <summary>A campaign is deleted over PostgreSQL, and a silo is killed meanwhile.</summary>
public sealed class ClusterDeletionTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Delete_ASiloIsKilledInTheMiddle_LeavesNothing()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var cluster = new TestCluster(await postgres.EmptyDatabaseAsync()).SendTo(server.Port).Set("Sending__BatchSize", "5");
        await cluster.StartAsync(2);
        await using var workspace = new Workspace { Cluster = cluster.Database };
        (await workspace.LaunchAsync(workspace.Contacts(Enumerable.Range(0, 3_000).Select(static i => $"user{i}@example.test")), "gone")).AssertExit(0);
        await using var database = NpgsqlDataSource.Create(cluster.Database);
        var before = await RowsAsync(database);
        (await workspace.RunAsync("backup", workspace.File("copy.db"))).AssertRefused(2, "pg_dump");

        var console = workspace.Start("delete", "gone", "--yes");
        while (await RowsAsync(database) > before - 50)
        {
            Assert.True(console.Age < TimeSpan.FromMinutes(1), console.ToString());
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await cluster.Seats[0].KillAsync();

        (await Workspace.EndAsync(console)).AssertExit(0);
        while (await RowsAsync(database) > 1)
        {
            // Without a hosting console to see it, the very last rows may go after the status has.
            Assert.True(console.Age < TimeSpan.FromMinutes(2), $"{await RowsAsync(database)} rows are left.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Equal(3_000, server.AcceptedCount);
    }

    private static async Task<long> RowsAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("SELECT (SELECT count(*) FROM OrleansStorage) + (SELECT count(*) FROM OrleansRemindersTable)");
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
