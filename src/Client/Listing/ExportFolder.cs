namespace EmailCampaign.Client.Listing;

/// <summary>The files in a folder, which is made when it is not there.</summary>
internal sealed class ExportFolder(string path) : ExportTarget(path)
{
    private readonly List<string> _drafts = [];

    public override Stream Create(string name)
    {
        System.IO.Directory.CreateDirectory(Path);
        var file = System.IO.Path.Combine(Path, name);
        _drafts.Add(file);
        return File.Create(file + Draft);
    }

    public override Task CompleteAsync()
    {
        foreach (var file in _drafts)
        {
            File.Move(file + Draft, file, overwrite: true);
        }

        _drafts.Clear();
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        foreach (var file in _drafts)
        {
            File.Delete(file + Draft);
        }

        return ValueTask.CompletedTask;
    }
}
