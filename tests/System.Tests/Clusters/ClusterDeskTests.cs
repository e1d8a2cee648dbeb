using System.Security.Cryptography;
using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Clusters;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.SystemTests.Clusters;

/// <summary>The accounts of a cluster's silos, as a console asks and tries them.</summary>
public sealed class ClusterDeskTests(PostgresFixture postgres, ITestOutputHelper log)
{
    [Fact]
    public async Task Commands_AboutAccounts_UseTheSilosSettingsAndNothingIsLogged()
    {
        await using var server = ScriptedSmtpServer.Start();
        using var key = RSA.Create(1024);
        await using var cluster = new TestCluster(await postgres.EmptyDatabaseAsync()).SendTo(server.Port)
            .Set("Providers__smtp__Dkim__Domain", "acme.example").Set("Providers__smtp__Dkim__Selector", "s1").Set("Providers__smtp__Dkim__PrivateKey", key.ExportPkcs8PrivateKeyPem());
        await cluster.StartAsync(1);
        await using var workspace = new Workspace { Cluster = cluster.Database };
        var contacts = workspace.Contacts(["ada@example.test"]);

        var check = await workspace.RunAsync("providers", "check");
        check.AssertExit(0);
        Assert.StartsWith($"ready   smtp: 127.0.0.1:{server.Port} answers: ", check.Output, StringComparison.Ordinal);

        var sent = await TestSendAsync(workspace, contacts);
        sent.AssertExit(0);
        Assert.StartsWith("'smtp' accepted the mail to me@acme.example", sent.Output, StringComparison.Ordinal);
        Assert.Contains("1024 bits", sent.Error, StringComparison.Ordinal);

        var launch = await workspace.LaunchAsync(contacts, "spring");
        launch.AssertExit(0);
        Assert.Contains("1024 bits", launch.Error, StringComparison.Ordinal);

        Assert.Equal(["ada@example.test", "me@acme.example"], server.Deliveries.Select(static delivery => delivery.Recipient).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("me@acme.example", cluster.Seats[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestSend_SiloKilledWithTheMailOnTheWire_IsNotKnownAndNotRepeated()
    {
        var release = new TaskCompletionSource();
        await using var server = ScriptedSmtpServer.Start(SmtpScript.AcceptAll.On(SmtpStep.Dot, new SmtpAction.Hold(release.Task)));
        await using var cluster = new TestCluster(await postgres.EmptyDatabaseAsync()).SendTo(server.Port);
        await cluster.StartAsync(1);
        await using var workspace = new Workspace { Cluster = cluster.Database };
        var console = workspace.Start(TestSend(workspace, workspace.Contacts(["ada@example.test"])));
        await server.WhenAsync(SmtpStep.Dot);
        await cluster.StartAsync(1);

        var started = TimeProvider.System.GetTimestamp();
        await cluster.Seats[0].KillAsync();
        var run = await Workspace.EndAsync(console);
        log.WriteLine($"said {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s after the kill: {run.Output}");

        run.AssertExit(1);
        Assert.StartsWith("It is not known whether the mail to me@acme.example was sent through 'smtp': ", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, server.Steps(SmtpStep.Mail));
        release.SetResult();
    }

    private static Task<ConsoleRun> TestSendAsync(Workspace workspace, string contacts) => workspace.RunAsync(TestSend(workspace, contacts));

    private static IEnumerable<string> TestSend(Workspace workspace, string contacts)
        => ["test-send", contacts, "--template", workspace.TemplateFolder, "--from", Workspace.From, "--to", "me@acme.example"];
}
