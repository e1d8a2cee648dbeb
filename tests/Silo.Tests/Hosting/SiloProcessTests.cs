using System.Diagnostics;
using System.Globalization;
using EmailCampaign.Silo.Hosting;

namespace EmailCampaign.Silo.Tests.Hosting;

public sealed class SiloProcessTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_OfTheHost_FreesTheDirectoryAndItsCardIsNotBelieved()
    {
        var directory = DataDirectory.Open(_temporary.File("data"));
        using var silo = SiloProcess.Start("--data", directory.Path);
        Assert.StartsWith("Hosting", await silo.ReadErrorLineAsync(Cancelled), StringComparison.Ordinal);
        Assert.Null(directory.TryLock());
        Assert.Equal(silo.Id, directory.ReadCard()?.ProcessId);

        silo.Kill();
        await silo.ExitCodeAsync(Cancelled);

        Assert.True(File.Exists(directory.CardFile));
        Assert.Null(directory.ReadCard());
        using var taken = directory.TryLock();
        Assert.NotNull(taken);
        await using var next = await EmbeddedSilo.StartAsync(directory, taken, new(Sends: true, Settings.Quiet), Cancelled);
        Assert.Equal(Environment.ProcessId, directory.ReadCard()?.ProcessId);
    }

    [Fact]
    public async Task Start_OnADirectoryInUse_NamesTheProcessAndExitsWith2()
    {
        var directory = DataDirectory.Open(_temporary.File("data"));
        await using var host = await EmbeddedSilo.StartAsync(directory, directory.TryLock()!, new(Sends: true, Settings.Quiet), Cancelled);

        using var second = SiloProcess.Start("--data", directory.Path);

        Assert.Contains(
            Environment.ProcessId.ToString(CultureInfo.InvariantCulture), await second.ReadErrorLineAsync(Cancelled), StringComparison.Ordinal);
        Assert.Equal(2, await second.ExitCodeAsync(Cancelled));
    }

    [Fact]
    public async Task Terminate_StopsInOrderAndLeavesNoCard()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        var directory = DataDirectory.Open(_temporary.File("data"));
        using var silo = SiloProcess.Start("--data", directory.Path);
        await silo.ReadErrorLineAsync(Cancelled);

        using (var kill = Process.Start("kill", ["-TERM", silo.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(Cancelled);
        }

        Assert.Equal(0, await silo.ExitCodeAsync(Cancelled));
        Assert.False(File.Exists(directory.CardFile));
    }

    [Fact]
    public async Task Start_WhereLinuxHasTurns_AllThreadsWorkInBulk()
    {
        Assert.SkipUnless(LinuxThreads.HaveTurns, "Turns need Linux 6.12 and no sandbox.");
        using var silo = SiloProcess.Start("--data", _temporary.File("data"));
        Assert.StartsWith("Hosting", await silo.ReadErrorLineAsync(Cancelled), StringComparison.Ordinal);

        var threads = LinuxThreads.Of(silo.Id);

        Assert.Contains(threads, static thread => thread.Name == ".NET TP Worker");
        Assert.All(threads, static thread =>
        {
            Assert.Equal(LinuxThreads.BatchPolicy, thread.Policy);
            Assert.Contains(thread.Turn, (string[])["100000000", ""]);
        });
    }

    [Fact]
    public async Task TryLock_TheLockWasDeletedUnderARunningSilo_IsRefused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not delete a file that is open.");
        var directory = DataDirectory.Open(_temporary.File("data"));
        using var silo = SiloProcess.Start("--data", directory.Path);
        await silo.ReadErrorLineAsync(Cancelled);
        File.Delete(directory.LockFile);

        var refused = Assert.Throws<StartRefusedException>(directory.TryLock);

        Assert.StartsWith($"Process {silo.Id} hosts ", refused.Message, StringComparison.Ordinal);
        Assert.Throws<StartRefusedException>(directory.TryLock); // and again: the refusal holds nothing
    }

    public void Dispose() => _temporary.Dispose();
}
