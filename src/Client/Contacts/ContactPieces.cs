namespace EmailCampaign.Client.Contacts;

/// <summary>The pieces of a contact file, one after the other; the next one is read while the one before it is on its way. Disposing waits for that.</summary>
/// <param name="raw">The file, whose fingerprint is taken.</param>
/// <param name="text">The same as UTF-8, read from <paramref name="raw"/>.</param>
/// <param name="size">Octets of each piece but the last, which may be empty.</param>
internal sealed class ContactPieces(HashingStream raw, Stream text, int size) : IAsyncDisposable
{
    private Task<Piece>? _ahead;
    private Piece _current = new(default, IsLast: false, 0);

    /// <summary>Where the piece starts, in octets of UTF-8.</summary>
    public long Start { get; private set; }

    public long End => Start + Data.Length;

    /// <summary>Empty before the first one. Stays what it is when the next one is read.</summary>
    public ReadOnlyMemory<byte> Data => _current.Data;

    /// <summary>Whether nothing comes behind it. The file's fingerprint is complete then, and not before.</summary>
    public bool IsLast => _current.IsLast;

    /// <summary>Octets of the file up to its end.</summary>
    public long BytesOfFile => _current.BytesOfFile;

    /// <summary>Goes to the next piece; not when it is the last one.</summary>
    public async Task MoveAsync(CancellationToken cancellationToken)
    {
        var next = _ahead ?? ReadAsync(cancellationToken);
        Start = End;
        _current = await next;
        _ahead = IsLast ? null : Task.Run(() => ReadAsync(cancellationToken), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_ahead is { } ahead)
        {
            await ((Task)ahead).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Piece> ReadAsync(CancellationToken cancellationToken)
    {
        var data = new byte[size];
        var held = await text.ReadAtLeastAsync(data, size, throwOnEndOfStream: false, cancellationToken);
        return new(data.AsMemory(0, held), held < size, raw.BytesRead);
    }

    private sealed record Piece(ReadOnlyMemory<byte> Data, bool IsLast, long BytesOfFile);
}
