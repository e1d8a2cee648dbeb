using System.IO.Compression;

namespace EmailCampaign.Client.Listing;

/// <summary>The files in one ZIP archive.</summary>
internal sealed class ExportArchive(string path) : ExportTarget(path)
{
    private ZipArchive? _archive;

    public override Stream Create(string name)
    {
        _archive ??= new ZipArchive(File.Create(Path + Draft), ZipArchiveMode.Create);
        return _archive.CreateEntry(name).Open();
    }

    public override async Task CompleteAsync()
    {
        await CloseAsync();
        File.Move(Path + Draft, Path, overwrite: true);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_archive is not null)
        {
            await CloseAsync();
            File.Delete(Path + Draft);
        }
    }

    private async Task CloseAsync()
    {
        var archive = _archive;
        _archive = null;
        await archive!.DisposeAsync();
    }
}
