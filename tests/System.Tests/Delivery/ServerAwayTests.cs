using System.Net;
using System.Net.Sockets;
using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.SystemTests.Delivery;

/// <summary>The server is not there, or does not let us in: nobody is to blame, and nobody's attempts are used.</summary>
[Collection(TestGroups.Embedded)]
public sealed class ServerAwayTests
{
    [Fact]
    public async Task Launch_RefusedPort_IsNoticedWithinFiveSecondsAndCostsNobodyAnAttempt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        var port = FreePort();
        await using var workspace = new Workspace().SendTo(port);
        var console = workspace.Launch(workspace.Contacts(Addresses), "away");

        await console.PrintsAsync("sending:"); // how long a start takes is not the matter here

        await console.PrintsAsync("notice:", TimeSpan.FromSeconds(5));

        await console.SignalAsync("INT");
        (await Workspace.EndAsync(console)).AssertExit(130);
        Assert.All(await workspace.RecipientsAsync("away"), static recipient => Assert.Equal(("pending", 0), (recipient.Status, recipient.Attempts)));

        await using var server = ScriptedSmtpServer.Start(port: port);
        (await workspace.RunAsync("resume", "away")).AssertExit(0);
        Assert.Equal(Addresses.Count, server.AcceptedCount);
    }

    [Fact]
    public async Task Launch_WrongPassword_PausesWithTheReasonAndResumeAfterMendingSends()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript { Auth = "PLAIN LOGIN", Account = ("acme", "right") });
        await using var workspace = new Workspace().SendTo(server).Set("Providers__smtp__Username", "acme").Set("Providers__smtp__Password", "wrong-secret");

        var run = await workspace.LaunchAsync(workspace.Contacts(Addresses), "locked");

        run.AssertExit(4);
        Assert.DoesNotContain("wrong-secret", run.Everything, StringComparison.Ordinal);
        var status = await workspace.StatusAsync("locked");
        Assert.Equal(("paused", Addresses.Count), (status.Phase, status.Recipients.Pending));
        Assert.Contains("535", status.Reason, StringComparison.Ordinal);
        Assert.All(await workspace.RecipientsAsync("locked"), static recipient => Assert.Equal(0, recipient.Attempts));

        workspace.Set("Providers__smtp__Password", "right");
        (await workspace.RunAsync("resume", "locked")).AssertExit(0);
        Assert.Equal(Addresses.Count, server.AcceptedCount);
    }

    private static List<string> Addresses { get; } = [.. Enumerable.Range(0, 100).Select(static i => $"user{i}@example.test")];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
