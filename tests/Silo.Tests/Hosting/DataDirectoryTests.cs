using System.Diagnostics;
using EmailCampaign.Silo.Hosting;

namespace EmailCampaign.Silo.Tests.Hosting;

public sealed class DataDirectoryTests : IDisposable
{
    private static readonly SettingsFingerprint NoSettings = new("00", "00");

    private readonly TemporaryDirectory _temporary = new();

    [Fact]
    public void Open_MissingDirectory_MakesItPrivateAndIgnoredByGit()
    {
        var directory = DataDirectory.Open(_temporary.File("data"));

        Assert.Equal("*\n", File.ReadAllText(Path.Combine(directory.Path, ".gitignore")));
        Assert.True(System.IO.Directory.Exists(directory.LogDirectory));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory.Path));
        }
    }

    [Fact]
    public void Open_Again_LeavesWhatIsThere()
    {
        var ignore = Path.Combine(DataDirectory.Open(_temporary.File("data")).Path, ".gitignore");
        File.WriteAllText(ignore, "logs/\n");

        DataDirectory.Open(_temporary.File("data"));

        Assert.Equal("logs/\n", File.ReadAllText(ignore));
    }

    [Fact]
    public void Open_PathIsAFile_IsRefused()
    {
        File.WriteAllText(_temporary.File("data"), "");

        var refused = Assert.Throws<StartRefusedException>(() => DataDirectory.Open(_temporary.File("data")));

        Assert.Contains("is a file", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_PathBelowAFile_IsRefused()
    {
        File.WriteAllText(_temporary.File("file"), "");

        var refused = Assert.Throws<StartRefusedException>(() => DataDirectory.Open(_temporary.File("file/data")));

        Assert.Contains("cannot be written", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryLock_HeldInTheSameProcess_IsRefusedUntilItIsGivenBack()
    {
        var directory = DataDirectory.Open(_temporary.File("data"));
        using (directory.TryLock())
        {
            Assert.Null(directory.TryLock());
            Assert.Null(DataDirectory.Open(directory.Path).TryLock());
        }

        using var again = directory.TryLock();
        Assert.NotNull(again);
    }

    [Fact]
    public void TryLock_StaleCard_DeletesIt()
    {
        var directory = DataDirectory.Open(_temporary.File("data"));
        Card().Write(directory.CardFile);

        using var held = directory.TryLock();

        Assert.False(File.Exists(directory.CardFile));
    }

    [Fact]
    public void ReadCard_WithoutALock_IsNotBelieved()
    {
        var directory = DataDirectory.Open(_temporary.File("data"));
        using (directory.TryLock())
        {
            Card().Write(directory.CardFile);
            Assert.Equal(Card(), directory.ReadCard());
        }

        Assert.True(File.Exists(directory.CardFile));
        Assert.Null(directory.ReadCard());
    }

    [Fact]
    public void ReadCard_OfAProcessThatIsGone_IsNotBelieved()
    {
        var directory = DataDirectory.Open(_temporary.File("data"));
        using var held = directory.TryLock();
        (Card() with { ProcessStartedAt = Card().ProcessStartedAt.AddHours(-1) }).Write(directory.CardFile);

        Assert.Null(directory.ReadCard());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"gatewayPort\":1}")]
    [InlineData("not json")]
    public void ReadCard_Damaged_IsNotBelieved(string text)
    {
        var directory = DataDirectory.Open(_temporary.File("data"));
        using var held = directory.TryLock();
        File.WriteAllText(directory.CardFile, text);

        Assert.Null(directory.ReadCard());
    }

    public void Dispose() => _temporary.Dispose();

    private static SiloCard Card()
    {
        using var self = Process.GetCurrentProcess();
        return new(30000, 11111, "cluster", "service", self.Id, SiloCard.StartOf(self), Sends: true, NoSettings);
    }
}
