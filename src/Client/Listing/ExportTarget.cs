namespace EmailCampaign.Client.Listing;

/// <summary>Where an export goes. Its files are there when it is complete, or not at all: somebody deletes the campaign because they are there.</summary>
internal abstract class ExportTarget(string path) : IAsyncDisposable
{
    /// <summary>Ending of what is not complete.</summary>
    protected const string Draft = ".part";

    public string Path => path;

    /// <summary>Begins a file; the one before has to be closed.</summary>
    public abstract Stream Create(string name);

    public abstract Task CompleteAsync();

    /// <summary>Removes what is not complete.</summary>
    public abstract ValueTask DisposeAsync();
}
