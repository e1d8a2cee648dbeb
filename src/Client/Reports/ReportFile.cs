using System.Text;

namespace EmailCampaign.Client.Reports;

/// <summary>The file of a page. It is there when it is complete, or not at all; one that was there before stays until then.</summary>
internal sealed class ReportFile : IAsyncDisposable
{
    private readonly string _path;
    private readonly string _draft;
    private readonly FileStream _stream;

    /// <summary>Begins it, so that a place that cannot be written to is known before a million recipients are read.</summary>
    public ReportFile(string path)
    {
        _path = path;
        _draft = path + ".part";
        if (Path.Exists(path))
        {
            // What may not be written to is not replaced either, with the words of any other export.
            using var old = new FileStream(path, FileMode.Open, FileAccess.Write);
        }

        _stream = File.Create(_draft);
    }

    public async Task CompleteAsync(string page, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(page), cancellationToken);
        await _stream.DisposeAsync();
        File.Move(_draft, _path, overwrite: true);
    }

    /// <summary>Removes what is not complete.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        File.Delete(_draft);
    }
}
