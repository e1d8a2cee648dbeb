using System.Globalization;
using EmailCampaign.Batches;
using Orleans.Storage;

namespace EmailCampaign.Grains.Tests.Conservation;

/// <summary>One row of a storage with conditional writes.</summary>
internal sealed class SimulatedRow(BatchLedger first)
{
    public byte[] Data { get; private set; } = LedgerCodec.Encode(first);

    public int Version { get; private set; } = 1;

    public BatchLedger Ledger => LedgerCodec.Decode(Data);

    public string Etag => Version.ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes where the ETag still holds.</summary>
    public bool TryWrite(byte[] data, string? etag)
    {
        if (etag != Etag)
        {
            return false;
        }

        Data = data;
        Version++;
        return true;
    }
}

/// <summary>An activation's view of the row. Writes stay open until the test decides what becomes of them.</summary>
internal sealed class SimulatedState(SimulatedRow row) : IPersistentState<StoredLedger>
{
    public StoredLedger State { get; set; } = new() { Data = row.Data };

    public string Etag { get; set; } = row.Etag;

    /// <summary>Whether the row is there; without it a read finds an empty state.</summary>
    public bool RecordExists { get; set; } = true;

    /// <summary>The process is gone: nothing that it asks for is answered.</summary>
    public bool IsDead { get; set; }

    /// <summary>Reads that fail from now on.</summary>
    public int FailingReads { get; set; }

    /// <summary>What a read waits for; no token ends it, as with a database that was already asked.</summary>
    public Task Reading { get; set; } = Task.CompletedTask;

    public SimulatedWrite? Open { get; set; }

    public Task WriteStateAsync(CancellationToken cancellationToken)
    {
        if (IsDead)
        {
            return new TaskCompletionSource().Task;
        }

        Assert.Null(Open); // one write at a time
        Open = new SimulatedWrite(row, this, State.Data, Etag);
        return Open.Task;
    }

    public async Task ReadStateAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await (IsDead ? new TaskCompletionSource().Task : Reading);
        if (FailingReads > 0)
        {
            FailingReads--;
            throw new IOException("The storage is away.");
        }

        State = RecordExists ? new StoredLedger { Data = row.Data } : new StoredLedger();
        Etag = row.Etag;
    }

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task ClearStateAsync() => throw new NotSupportedException();

    public Task ClearStateAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}

/// <summary>A write under way.</summary>
internal sealed class SimulatedWrite(SimulatedRow row, SimulatedState state, byte[] data, string? etag)
{
    private readonly TaskCompletionSource _done = new();

    public Task Task => _done.Task;

    public BatchLedger Ledger => LedgerCodec.Decode(data);

    /// <summary>The storage takes it, or refuses it by its ETag, and says so.</summary>
    public void Answer()
    {
        state.Open = null;
        if (row.TryWrite(data, etag))
        {
            state.Etag = row.Etag;
            _done.SetResult();
        }
        else
        {
            _done.SetException(new InconsistentStateException("The ETag does not match."));
        }
    }

    /// <summary>It fails as far as the writer can see; whether it was, is or will be carried out is another matter: see <see cref="Land"/>.</summary>
    public void Fail()
    {
        state.Open = null;
        _done.SetException(new IOException("The connection was lost."));
    }

    /// <summary>It reaches the storage, whoever still waits for it.</summary>
    public bool Land() => row.TryWrite(data, etag);
}
