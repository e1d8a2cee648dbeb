using System.Text;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Contacts;
using EmailCampaign.Client.Tests.Fixtures;

namespace EmailCampaign.Client.Tests.Commands;

public sealed class ResumeCommandTests : IDisposable
{
    private readonly ConsoleFixture _console = new();

    [Fact]
    public async Task Resume_Paused_ResumesAndWatches()
    {
        _console.Campaigns.ImportFinished = true;
        _console.Campaigns.Say(Statuses.Paused(PauseReason.Operator, "by the operator"), Statuses.Sending, Statuses.Completed);

        Assert.Equal(ExitCode.Done, await _console.RunAsync("resume", "spring"));
        Assert.Equal(["resume"], _console.Campaigns.Calls);
        Assert.Equal([true], _console.Connector.Asked);
    }

    [Fact]
    public async Task Resume_PausedByTheProviderAgain_IsFour()
    {
        _console.Campaigns.ImportFinished = true;
        _console.Campaigns.Say(Statuses.Paused(PauseReason.ProviderRefuses, "535 no"));

        Assert.Equal(ExitCode.ProviderRefuses, await _console.RunAsync("resume", "spring"));
        Assert.Contains("paused (535 no)", _console.Output);
    }

    [Fact]
    public async Task Resume_UnfinishedImportWithoutFile_NamesTheOriginal()
    {
        await ImportingAsync();

        Assert.Equal(ExitCode.Usage, await _console.RunAsync("resume", "spring"));
        Assert.Equal(
            "The contacts of 'spring' are not all stored yet: give the file 'contacts.csv' again, as in 'campaign resume spring contacts.csv'.\n",
            _console.Error);
    }

    [Fact]
    public async Task Resume_UnfinishedImportWithTheFile_GoesOnFromTheOffset()
    {
        var file = await ImportingAsync();
        _console.Campaigns.NextOffset = 17;

        Assert.Equal(ExitCode.Done, await _console.RunAsync("resume", "spring", file));
        Assert.Equal(TemporaryFolder.ThreeContacts[17..], Encoding.UTF8.GetString(_console.Campaigns.Imported));
    }

    [Fact]
    public async Task Resume_PausedDuringTheImport_FinishesItAndResumes()
    {
        var file = await ImportingAsync();
        _console.Campaigns.Statuses.Clear();
        var paused = Statuses.Paused(PauseReason.Operator, "by the operator");
        _console.Campaigns.Say(paused, paused, Statuses.Completed);

        Assert.Equal(ExitCode.Done, await _console.RunAsync("resume", "spring", file));
        Assert.Equal(["resume"], _console.Campaigns.Calls);
        Assert.Equal(TemporaryFolder.ThreeContacts, Encoding.UTF8.GetString(_console.Campaigns.Imported));
    }

    [Theory]
    [InlineData(TemporaryFolder.ThreeContacts + "dan@example.com,Dan\n")]
    [InlineData("email,first_name\nada@example.com,Ada\nbob@example.com,Bob\nmal@example.com,Mal\n")]
    public async Task Resume_AnotherFile_IsRefused(string other)
    {
        await ImportingAsync();
        var file = _console.Folder.File("other.csv", Encoding.UTF8.GetBytes(other));

        Assert.Equal(ExitCode.Usage, await _console.RunAsync("resume", "spring", file));
        Assert.StartsWith($"'{file}' is not the file that 'spring' was launched with ('contacts.csv', 77 bytes, SHA-256 ", _console.Error);
        Assert.Empty(_console.Campaigns.Chunks);
        Assert.Empty(_console.Campaigns.Calls);
    }

    [Fact]
    public async Task Resume_Cancelled_SaysSo()
    {
        _console.Campaigns.Say(Statuses.Completed with { Phase = CampaignPhase.Cancelled });
        _console.Campaigns.Answer = CommandResult.Refused(CommandRefusal.Finished, "");

        Assert.Equal(ExitCode.Usage, await _console.RunAsync("resume", "spring"));
        Assert.Equal("Campaign 'spring' is completed or cancelled.\n", _console.Error);
    }

    [Fact]
    public async Task Resume_UnknownId_IsUsage()
    {
        Assert.Equal(ExitCode.Usage, await _console.RunAsync("resume", "spring"));
        Assert.Equal("There is no campaign 'spring'; 'campaign list' shows them all.\n", _console.Error);
    }

    public void Dispose() => _console.Dispose();

    private async Task<string> ImportingAsync()
    {
        var file = _console.Folder.Contacts();
        var opened = Assert.IsType<ContactsOpening.Opened>(await ContactsProbe.ReadAsync(file, null, TestContext.Current.CancellationToken));
        _console.Campaigns.Contacts = opened.File;
        _console.Campaigns.Say(Statuses.Sending with { Phase = CampaignPhase.Importing }, Statuses.Completed);
        return file;
    }
}
