using System.Collections.Concurrent;
using System.Globalization;
using Orleans.Serialization;
using Orleans.Storage;

namespace EmailCampaign.Grains.Tests.Cluster;

/// <summary>One store for all silos of a test, with ETags as the real one has them, and faults as a test orders them.</summary>
internal sealed class ScriptedStorage
{
    private readonly ConcurrentDictionary<(string State, GrainId Grain), Row> _rows = new();

    /// <summary>Asked before each write.</summary>
    public Func<string, GrainId, StorageFault> OnWrite { get; set; } = static (_, _) => StorageFault.None;

    /// <summary>Asked before each removal.</summary>
    public Func<string, GrainId, StorageFault> OnClear { get; set; } = static (_, _) => StorageFault.None;

    public int Writes;

    /// <summary>What is stored, as <c>state grain</c>.</summary>
    public IReadOnlyList<string> Rows => [.. _rows.Keys.Select(static key => $"{key.State} {key.Grain.Key}").Order(StringComparer.Ordinal)];

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
            var written = store._rows.AddOrUpdate(
                (stateName, grainId),
                _ => grainState.ETag is null ? new Row(data, 1) : throw Conflict(null, grainState.ETag),
                (_, row) => row.Etag == grainState.ETag ? new Row(data, row.Version + 1) : throw Conflict(row.Etag, grainState.ETag));
            if (fault == StorageFault.FailsAfter)
            {
                throw new IOException("The connection broke while the storage answered.");
            }

            grainState.ETag = written.Etag;
            grainState.RecordExists = true;
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
