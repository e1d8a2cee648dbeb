using EmailCampaign.Hosting;
using EmailCampaign.Silo.Hosting;
using EmailCampaign.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Storage;

namespace EmailCampaign.Silo.Tests.Storage;

/// <summary>What the grains rely on, run against every database through a real silo's own storage.</summary>
public abstract class StorageContract : IAsyncLifetime
{
    private IHost _host = null!;
    private CampaignStorage _storage = null!;

    private IGrainStorage Storage => _host.Services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Default);

    public async ValueTask InitializeAsync()
    {
        _storage = await OpenAsync();
        var ports = LoopbackPorts.Find(0, 0);
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(ports.Silo, ports.Gateway);
            _storage.AddTo(silo, reminders: true);
        });
        _host = builder.Build();
        await _host.StartAsync(TestContext.Current.CancellationToken);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync(CancellationToken.None);
            _host.Dispose();
        }

        if (_storage is not null)
        {
            await _storage.Source.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Read_AfterWrite_GivesTheState()
    {
        var written = Holding("one", "two");
        await Storage.WriteStateAsync("batch-ledger", Batch("b-1/0"), written);

        var read = await ReadAsync("batch-ledger", Batch("b-1/0"));

        Assert.Equal(["one", "two"], read.State);
        Assert.Equal(written.ETag, read.ETag);
        Assert.True(read.RecordExists);
    }

    [Fact]
    public async Task Read_OfNothing_GivesNoRecord()
    {
        var read = await ReadAsync("batch-ledger", Batch("b-never/0"));

        Assert.False(read.RecordExists);
        Assert.Null(read.ETag);
    }

    [Fact]
    public async Task Clear_RemovesTheRow_AndAFirstWriteIsPossibleAgain()
    {
        var state = Holding("one");
        await Storage.WriteStateAsync("batch-ledger", Batch("b-clear/0"), state);

        await Storage.ClearStateAsync("batch-ledger", Batch("b-clear/0"), state);

        Assert.False((await ReadAsync("batch-ledger", Batch("b-clear/0"))).RecordExists);
        await Storage.WriteStateAsync("batch-ledger", Batch("b-clear/0"), Holding("again"));
        Assert.Equal(["again"], (await ReadAsync("batch-ledger", Batch("b-clear/0"))).State);
    }

    [Fact]
    public async Task Write_OfALargeState_IsWhole()
    {
        var megabytes = new string('x', 4 * 1024 * 1024);
        await Storage.WriteStateAsync("batch-recipients", Batch("b-large/0"), Holding(megabytes));

        Assert.Equal([megabytes], (await ReadAsync("batch-recipients", Batch("b-large/0"))).State);
    }

    [Fact]
    public async Task Write_SixFirstWritersAtOnce_OneWinsAndFiveConflict()
    {
        // Twenty rows: on a database without the unique index nearly each of them ends with several winners.
        for (var row = 0; row < 20; row++)
        {
            var key = Batch($"b-race/{row}");
            var writers = Enumerable.Range(0, 6).Select(number => Holding($"writer {number}")).ToArray();
            using var start = new Barrier(writers.Length);

            var results = await Task.WhenAll(writers.Select(writer => Task.Factory.StartNew(
                async () =>
                {
                    start.SignalAndWait();
                    return await Record.ExceptionAsync(() => Storage.WriteStateAsync("batch-ledger", key, writer));
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap()));

            Assert.Equal(5, results.Count(static error => error is InconsistentStateException));
            var winner = writers[Array.IndexOf(results, null)];
            Assert.Equal(winner.State, (await ReadAsync("batch-ledger", key)).State);
        }
    }

    [Fact]
    public async Task Write_OfAStaleState_ConflictsAndChangesNothing()
    {
        var first = Holding("first");
        await Storage.WriteStateAsync("batch-ledger", Batch("b-stale/0"), first);
        var stale = await ReadAsync("batch-ledger", Batch("b-stale/0"));
        first.State = ["second"];
        await Storage.WriteStateAsync("batch-ledger", Batch("b-stale/0"), first);

        stale.State = ["third"];
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("batch-ledger", Batch("b-stale/0"), stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync("batch-ledger", Batch("b-stale/0"), stale));

        Assert.Equal(["second"], (await ReadAsync("batch-ledger", Batch("b-stale/0"))).State);
    }

    [Fact]
    public async Task Write_MeantForARowThatWasDeletedAndMadeAgain_ConflictsAndChangesNothing()
    {
        var first = Holding("first");
        await Storage.WriteStateAsync("batch-ledger", Batch("b-renewed/0"), first);
        var late = await ReadAsync("batch-ledger", Batch("b-renewed/0"));
        await Storage.ClearStateAsync("batch-ledger", Batch("b-renewed/0"), first);
        await Storage.WriteStateAsync("batch-ledger", Batch("b-renewed/0"), Holding("successor"));

        late.State = ["late"];
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("batch-ledger", Batch("b-renewed/0"), late));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync("batch-ledger", Batch("b-renewed/0"), late));

        Assert.Equal(["successor"], (await ReadAsync("batch-ledger", Batch("b-renewed/0"))).State);
    }

    [Fact]
    public async Task FindStrays_RowsWithAndWithoutTheirCampaign_AreToldApart()
    {
        await Storage.WriteStateAsync("campaign", GrainId.Create("campaign", "c-live"), Holding("x"));
        await Storage.WriteStateAsync("campaign-plan", GrainId.Create("campaign", "c-begun-1"), Holding("x"));
        await Storage.WriteStateAsync("directory", GrainId.Create("directory", "d-all"), Holding("x"));
        foreach (var key in (string[])["b-live/0", "b-live/12", "b-begun-1/3", "b-gone/7", "b-live2/0", "b-1/1", "b-liv/1"])
        {
            await Storage.WriteStateAsync("batch-recipients", Batch(key), Holding("x"));
        }

        await Storage.WriteStateAsync("batch-ledger", Batch("b-gone/7"), Holding("x"));
        await Storage.WriteStateAsync("batch-ledger", Batch("b-gone/10"), Holding("x"));
        await Storage.WriteStateAsync("rejects", GrainId.Create("rejects", "r-live/0"), Holding("x"));
        await Storage.WriteStateAsync("rejects", GrainId.Create("rejects", "r-gone/0"), Holding("x"));
        var keys = _host.Services.GetRequiredService<IStoredKeys>();

        var strays = await keys.FindStraysAsync(TestContext.Current.CancellationToken);
        var campaigns = await keys.FindCampaignsAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["b-1/1", "b-gone/10", "b-gone/7", "b-liv/1", "b-live2/0", "r-gone/0"], strays.Order(StringComparer.Ordinal));
        Assert.Equal(["c-begun-1", "c-live"], campaigns.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Write_KeysThatAreHexDigitsButForThePrefix_StayApart()
    {
        string[] keys = ["c-0a", "c-A", "c-000a", "c-a", "c-10", "c-00000000000000000000000000000010"];
        foreach (var key in keys)
        {
            await Storage.WriteStateAsync("campaign", GrainId.Create("campaign", key), Holding(key));
        }

        foreach (var key in keys)
        {
            Assert.Equal([key], (await ReadAsync("campaign", GrainId.Create("campaign", key))).State);
        }
    }

    [Fact]
    public async Task Write_TwoStateNamesOnOneKey_StayApart()
    {
        await Storage.WriteStateAsync("batch-recipients", Batch("b-names/0"), Holding("recipients"));
        await Storage.WriteStateAsync("batch-ledger", Batch("b-names/0"), Holding("ledger"));

        Assert.Equal(["recipients"], (await ReadAsync("batch-recipients", Batch("b-names/0"))).State);
        Assert.Equal(["ledger"], (await ReadAsync("batch-ledger", Batch("b-names/0"))).State);
    }

    [Fact]
    public async Task Reminder_WrittenReadRemoved_KeepsItsTimeAndGuardsItsVersion()
    {
        var cancelled = TestContext.Current.CancellationToken;
        var table = _host.Services.GetRequiredService<IReminderTable>();
        var grain = GrainId.Create("campaign", "c-reminded");
        var entry = new ReminderEntry
        {
            GrainId = grain,
            ReminderName = "net",
            StartAt = new DateTime(2026, 11, 24, 3, 0, 0, 120, DateTimeKind.Utc),
            Period = TimeSpan.FromMinutes(1),
        };
        var old = await table.UpsertRow(entry, cancelled);
        var etag = await table.UpsertRow(entry, cancelled);

        var read = await table.ReadRow(grain, "net", cancelled);
        Assert.NotNull(read);
        Assert.Equal(entry.StartAt, read.StartAt);
        Assert.Equal(entry.Period, read.Period);
        Assert.Contains((await table.ReadRows(0, 0, cancelled)).Reminders, row => row.GrainId == grain);

        Assert.False(await table.RemoveRow(grain, "net", old!, cancelled));
        Assert.True(await table.RemoveRow(grain, "net", etag!, cancelled));
        Assert.Empty((await table.ReadRows(grain, cancelled)).Reminders);
    }

    /// <summary>An empty database with the schema.</summary>
    private protected abstract Task<CampaignStorage> OpenAsync();

    private protected static GrainState<List<string>> Holding(params string[] lines) => new() { State = [.. lines] };

    private protected static GrainId Batch(string key) => GrainId.Create("batch", key);

    private protected Task WriteAsync(string key, GrainState<List<string>> state) => Storage.WriteStateAsync("batch-ledger", Batch(key), state);

    private protected Task ClearAsync(string key, GrainState<List<string>> state) => Storage.ClearStateAsync("batch-ledger", Batch(key), state);

    private async Task<GrainState<List<string>>> ReadAsync(string stateName, GrainId grain)
    {
        var state = new GrainState<List<string>>();
        await Storage.ReadStateAsync(stateName, grain, state);
        return state;
    }
}
