using System.Collections.Concurrent;
using System.Globalization;
using EmailCampaign.Hosting;
using Orleans.Serialization;
using Orleans.Storage;

namespace EmailCampaign.Grains.Tests.Cluster;

/// <summary>One store for all silos of a test, with ETags as the real one has them, and faults as a test orders them.</summary>
internal sealed class ScriptedStorage : IStoredKeys
{
    private readonly ConcurrentDictionary<(string State, GrainId Grain), Row> _rows = new();
    private readonly ConcurrentQueue<Func<bool>> _late = new();
    private long _versions;

    /// <summary>Asked before each write.</summary>
    public Func<string, GrainId, StorageFault> OnWrite { get; set; } = static (_, _) => StorageFault.None;

    /// <summary>Asked before each removal.</summary>
    public Func<string, GrainId, StorageFault> OnClear { get; set; } = static (_, _) => StorageFault.None;

    public int Writes;

    /// <summary>Carries out the writes that <see cref="StorageFault.LandsLate"/> has held back.</summary>
    /// <returns>How many of them have changed a row.</returns>
    public int LandLateWrites()
    {
        var landed = 0;
        while (_late.TryDequeue(out var write))
        {
            landed += write() ? 1 : 0;
        }

        return landed;
    }

    /// <summary>What is stored, as <c>state grain</c>.</summary>
    public IReadOnlyList<string> Rows => [.. _rows.Keys.Select(static key => $"{key.State} {key.Grain.Key}").Order(StringComparer.Ordinal)];

    public Task<IReadOnlyList<string>> FindStraysAsync(CancellationToken cancellationToken)
    {
        var campaigns = Keys("campaign", "campaign-plan").Select(static key => key[2..] + "/").ToHashSet();
        return Task.FromResult<IReadOnlyList<string>>(
            [.. Keys("batch-recipients", "batch-ledger", "rejects").Where(key => !campaigns.Contains(key[2..(key.LastIndexOf('/') + 1)]))]);
    }

    public Task<IReadOnlyList<string>> FindCampaignsAsync(CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<string>>([.. Keys("campaign", "campaign-plan")]);

    private IEnumerable<string> Keys(params string[] states)
        => _rows.Keys.Where(key => states.Contains(key.State)).Select(static key => key.Grain.Key.ToString()!).Distinct();

    public IGrainStorage On(Serializer serializer) => new Storage(this, serializer);

    private sealed record Row(byte[] Data, long Version)
    {
        public string Etag => Version.ToString(CultureInfo.InvariantCulture);
    }

    private sealed class Storage(ScriptedStorage store, Serializer serializer) : IGrainStorage
    {
        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            if (store._rows.TryGetValue((stateName, grainId), out var row))
            {
                grainState.State = serializer.Deserialize<T>(row.Data)!;
                grainState.ETag = row.Etag;
                grainState.RecordExists = true;
            }
            else
            {
                grainState.State = Activator.CreateInstance<T>();
                grainState.ETag = null;
                grainState.RecordExists = false;
            }

            return Task.CompletedTask;
        }

        public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            await Task.Yield();
            Interlocked.Increment(ref store.Writes);
            var fault = store.OnWrite(stateName, grainId);
            if (fault == StorageFault.FailsBefore)
            {
                throw new IOException("The storage is away.");
            }

            var data = serializer.SerializeToArray(grainState.State);
            var etag = grainState.ETag;
            if (fault == StorageFault.LandsLate)
            {
                store._late.Enqueue(() => TryPut(stateName, grainId, data, etag) is not null);
                throw new TimeoutException("The storage has not answered in time.");
            }

            var written = TryPut(stateName, grainId, data, etag) ?? throw Conflict(store._rows.GetValueOrDefault((stateName, grainId))?.Etag, etag);
            if (fault == StorageFault.FailsAfter)
            {
                throw new IOException("The connection broke while the storage answered.");
            }

            grainState.ETag = written.Etag;
            grainState.RecordExists = true;
        }

        // As in the real one, a row that is made again has none of the versions of the one before.
        private Row? TryPut(string stateName, GrainId grainId, byte[] data, string? etag)
        {
            var key = (stateName, grainId);
            var written = new Row(data, Interlocked.Increment(ref store._versions));
            return store._rows.TryGetValue(key, out var row)
                ? row.Etag == etag && store._rows.TryUpdate(key, written, row) ? written : null
                : etag is null && store._rows.TryAdd(key, written) ? written : null;
        }

        public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            await Task.Yield();
            var fault = store.OnClear(stateName, grainId);
            if (fault == StorageFault.FailsBefore)
            {
                throw new IOException("The storage is away.");
            }

            var key = (stateName, grainId);
            var stored = store._rows.GetValueOrDefault(key);
            if (stored is null || stored.Etag != grainState.ETag || !store._rows.TryRemove(KeyValuePair.Create(key, stored)))
            {
                throw Conflict(stored?.Etag, grainState.ETag);
            }

            if (fault == StorageFault.FailsAfter)
            {
                throw new IOException("The connection broke while the storage answered.");
            }

            grainState.State = Activator.CreateInstance<T>();
            grainState.ETag = null;
            grainState.RecordExists = false;
        }

        private static InconsistentStateException Conflict(string? stored, string? known) => new("The row has changed.", stored, known);
    }
}
