using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Clusters;
using EmailCampaign.Testing.Postgres;
using EmailCampaign.Testing.Processes;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.SystemTests.Clusters;

/// <summary>The disk with the database's tables is full for a while: here a small file system in memory.</summary>
public sealed class DatabaseFullTests(PostgresFixture postgres, ITestOutputHelper log)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task Database_FullForAWhile_SendingStopsAndGoesOnByItselfAndEveryoneIsMailedOnce()
    {
        var database = await postgres.ServerAsync();
        Assert.SkipUnless(database.IsOwn, "The given PostgreSQL server cannot reach a disk of ours.");
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Dot, new SmtpAction.Delay(TimeSpan.FromMilliseconds(40))));
        var (disk, reason) = await SmallDisk.TryMountAsync(megabytes: 256);
        Assert.SkipWhen(disk is null, $"Full disk: {reason}.");
        await using var _ = disk;
        var connection = await database.CreateDatabaseAsync(TestContext.Current.CancellationToken, disk);
        try
        {
            await SendAsync(connection, disk, server);
        }
        finally
        {
            await database.DropDatabaseAsync(connection, CancellationToken.None);
        }
    }

    private async Task SendAsync(string connection, SmallDisk disk, ScriptedSmtpServer server)
    {
        await using var cluster = new TestCluster(connection).SendTo(server.Port);
        await cluster.StartAsync(2);
        await using var workspace = new Workspace { Cluster = cluster.Database };
        // PostgreSQL goes on for some thousands of mails in the room that its tables have already.
        var addresses = Enumerable.Range(0, 16_000).Select(static i => $"user{i}@example{i % 500}.test").ToList();
        var console = workspace.Launch(workspace.Contacts(addresses), "full");
        await server.WhenAcceptedAsync(1_000).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        await disk.FillAsync();
        var (last, since) = (server.AcceptedCount, TimeProvider.System.GetTimestamp());
        await Eventually.TrueAsync(
            () =>
            {
                if (server.AcceptedCount != last)
                {
                    (last, since) = (server.AcceptedCount, TimeProvider.System.GetTimestamp());
                }

                return TimeProvider.System.GetElapsedTime(since) > Quiet;
            },
            () => $"{server.AcceptedCount} mails, and still more",
            TimeSpan.FromSeconds(30));
        Assert.True(last < addresses.Count, "It was over before the disk was full: nothing is shown.");

        disk.MakeRoom();
        var room = TimeProvider.System.GetTimestamp();
        await server.WhenAcceptedAsync(last + 1).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        log.WriteLine($"sending stopped at {last} mails, and went on {TimeProvider.System.GetElapsedTime(room).TotalSeconds:0.0} s after there was room");

        (await Workspace.EndAsync(console)).AssertExit(0);
        Assert.All(cluster.Seats, static seat => Assert.True(seat.IsRunning, seat.ToString()));
        var counts = server.AcceptedByRecipient();
        Assert.Equal(addresses.Count, counts.Count);
        Assert.All(counts, static count => Assert.Equal(1, count.Value));
        Assert.Equal(addresses.Count, (await workspace.StatusAsync("full")).Recipients.Sent);
    }
}
