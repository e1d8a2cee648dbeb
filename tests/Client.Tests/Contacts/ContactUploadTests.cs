using System.Text;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Contacts;
using EmailCampaign.Client.Tests.Fixtures;
using FsCheck.Xunit;

namespace EmailCampaign.Client.Tests.Contacts;

public sealed class ContactUploadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeCampaigns _campaigns = new();

    [Theory]
    [InlineData(7)]
    [InlineData(25)]
    [InlineData(1024)]
    public async Task Run_WholeFile_ArrivesInPiecesThatJoin(int pieceSize)
    {
        var result = await UploadAsync(_folder.Contacts(), pieceSize);

        Assert.IsType<UploadResult.Stored>(result);
        Assert.Equal(TemporaryFolder.ThreeContacts, Encoding.UTF8.GetString(_campaigns.Imported));
        Assert.All(_campaigns.Chunks.SkipLast(1), chunk => Assert.Equal((pieceSize, false), (chunk.Data.Length, chunk.Last)));
        Assert.True(_campaigns.Chunks[^1].Last);
    }

    [Fact]
    public async Task Run_LengthIsAMultipleOfThePiece_EndsWithAnEmptyPiece()
    {
        await UploadAsync(_folder.Contacts(), TemporaryFolder.ThreeContacts.Length);

        Assert.Equal([TemporaryFolder.ThreeContacts.Length, 0], _campaigns.Chunks.Select(static chunk => chunk.Data.Length));
    }

    [Property]
    public async Task<bool> Run_AnyOffset_GoesOnFromThere(byte offset, byte pieceSize)
    {
        using var folder = new TemporaryFolder();
        var from = offset % (TemporaryFolder.ThreeContacts.Length + 1);
        var campaigns = new FakeCampaigns { NextOffset = from };
        var path = folder.Contacts();

        var result = await new ContactUpload(path, await ProbeAsync(path), pieceSize + 1)
            .RunAsync(campaigns, "spring", new Progress<UploadProgress>(), TestContext.Current.CancellationToken);

        return result is UploadResult.Stored && Encoding.UTF8.GetString(campaigns.Imported) == TemporaryFolder.ThreeContacts[from..];
    }

    [Fact]
    public async Task Run_CampaignHasMoreThanWasSent_SkipsThere()
    {
        var asked = new List<long>();
        _campaigns.OnImport = chunk =>
        {
            asked.Add(chunk.Offset);
            return chunk.Last ? new() { NextOffset = chunk.Offset, Finished = true } : new() { NextOffset = chunk.Offset == 0 ? 50 : chunk.Offset + chunk.Data.Length };
        };

        Assert.IsType<UploadResult.Stored>(await UploadAsync(_folder.Contacts(), 20));

        // Pieces of 20 bytes: the one from 40 is cut to what is wanted, the one from 60 is the file's end.
        Assert.Equal([0, 50, 60], asked);
    }

    [Fact]
    public async Task Run_CampaignTookAPart_SendsTheRestOfThePiece()
    {
        var taken = new StringBuilder();
        _campaigns.OnImport = chunk =>
        {
            var part = Math.Min(chunk.Data.Length, 15);
            taken.Append(Encoding.UTF8.GetString(chunk.Data.Span[..part]));
            return new() { NextOffset = chunk.Offset + part, Finished = chunk.Last && part == chunk.Data.Length };
        };

        Assert.IsType<UploadResult.Stored>(await UploadAsync(_folder.Contacts(), 20));
        Assert.Equal(TemporaryFolder.ThreeContacts, taken.ToString());
    }

    [Fact]
    public async Task Run_CampaignWentBack_AsksForAnotherPass()
    {
        _campaigns.OnImport = static chunk => new() { NextOffset = chunk.Offset < 40 ? chunk.Offset + chunk.Data.Length : 0 };

        Assert.IsType<UploadResult.Again>(await UploadAsync(_folder.Contacts(), 20));
    }

    [Fact]
    public async Task Run_CampaignNeverTakesThePiece_GivesThePassUp()
    {
        _campaigns.OnImport = static chunk => new() { NextOffset = chunk.Offset };

        Assert.IsType<UploadResult.Again>(await UploadAsync(_folder.Contacts(), 20));
    }

    [Theory]
    [InlineData("email,first_name\nada@example.com,Ada\nbob@example.com,Bob\nmal@example.com,Mal\n")]
    [InlineData("email,first_name\n")]
    [InlineData(TemporaryFolder.ThreeContacts + "dan@example.com,Dan\n")]
    public async Task Run_FileChangedAfterItWasChecked_NeverSendsTheLastPiece(string changed)
    {
        var path = _folder.Contacts();
        var file = await ProbeAsync(path);
        _folder.Contacts(changed);

        var result = await new ContactUpload(path, file, 20).RunAsync(_campaigns, "spring", new Progress<UploadProgress>(), TestContext.Current.CancellationToken);

        Assert.Equal(new UploadResult.Changed("contacts.csv"), result);
        Assert.DoesNotContain(_campaigns.Chunks, static chunk => chunk.Last);
    }

    [Fact]
    public async Task Run_ImportedAlready_SendsNothing()
    {
        _campaigns.ImportFinished = true;

        Assert.IsType<UploadResult.Stored>(await UploadAsync(_folder.Contacts(), 20));
        Assert.Empty(_campaigns.Chunks);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<ContactFile> ProbeAsync(string path)
        => Assert.IsType<ContactsOpening.Opened>(await ContactsProbe.ReadAsync(path, null, TestContext.Current.CancellationToken)).File;

    private async Task<UploadResult> UploadAsync(string path, int pieceSize) => await new ContactUpload(path, await ProbeAsync(path), pieceSize)
        .RunAsync(_campaigns, "spring", new Progress<UploadProgress>(), TestContext.Current.CancellationToken);
}
