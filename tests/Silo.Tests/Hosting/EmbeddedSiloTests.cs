using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.Versioning;
using EmailCampaign.Hosting;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Silo.Hosting;
using EmailCampaign.Silo.Schema;
using EmailCampaign.Silo.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EmailCampaign.Silo.Tests.Hosting;

public sealed class EmbeddedSiloTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();
    private readonly DataDirectory _directory;

    public EmbeddedSiloTests() => _directory = DataDirectory.Open(_temporary.File("data"));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_FreshDirectory_ListensOnLoopbackOnlyAndShowsItsCard()
    {
        await using var silo = await StartAsync(Settings.Quiet);

        Assert.Equal(silo.Card, _directory.ReadCard());
        Assert.True(silo.Card.Settings.Matches(Settings.Quiet));
        Assert.True(silo.Services.GetRequiredService<SiloRole>() is { Sends: true, ExclusiveStore: true });
        Assert.Contains("outbox", silo.Services.GetRequiredService<IMailProviderCatalog>().Names);
        var listening = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners();
        Assert.All(
            listening.Where(endpoint => endpoint.Port == silo.Card.GatewayPort || endpoint.Port == silo.Card.SiloPort),
            static endpoint => Assert.Equal(IPAddress.Loopback, endpoint.Address));
    }

    [Fact]
    public async Task Start_ClientWithTheCard_ReachesTheSilo()
    {
        await using var silo = await StartAsync(Settings.Quiet);
        var card = _directory.ReadCard()!;
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.UseOrleansClient(client => client.UseLocalhostClustering(card.GatewayPort, card.ServiceId, card.ClusterId));
        using var host = builder.Build();
        await host.StartAsync(Cancelled);

        var silos = await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true, Cancelled);

        Assert.Equal(card.SiloPort, Assert.Single(silos).Key.Endpoint.Port);
        await host.StopAsync(Cancelled);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Start_DirectoryOpenToOthers_KeepsTheStoreToTheOwner()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows inherits the rights of the user's profile.");
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        File.SetUnixFileMode(_directory.Path, File.GetUnixFileMode(_directory.Path) | others);

        await using var silo = await StartAsync(Settings.Quiet);

        Assert.All(
            System.IO.Directory.GetFiles(_directory.Path, "campaigns.db*"),
            static file => Assert.Equal(UnixFileMode.None, new FileInfo(file).UnixFileMode & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)));
    }

    [Fact]
    public async Task Stop_TwiceAtOnce_EndsOnceAndFreesTheDirectory()
    {
        var silo = await StartAsync(Settings.Quiet);

        await Task.WhenAll(silo.StopAsync(), silo.StopAsync());

        Assert.True(silo.Stopped.IsCompletedSuccessfully);
        Assert.False(File.Exists(_directory.CardFile));
        using var taken = _directory.TryLock();
        Assert.NotNull(taken);
    }

    [Fact]
    public async Task Stop_DrainsBeforeTheSiloGoes()
    {
        var drain = new RecordingDrain();
        var silo = await StartAsync(Settings.Quiet, configure: services => services.AddSingleton<ISendingDrain>(drain));
        drain.Lifetime = silo.Services.GetRequiredService<IHostApplicationLifetime>();

        await silo.StopAsync();

        Assert.False(drain.HostWasStopping);
    }

    [Fact]
    public async Task Stop_AskedForByAServiceOfTheHost_EndsTheSilo()
    {
        var silo = await StartAsync(Settings.Quiet);

        silo.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        await silo.Stopped.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
    }

    [Fact]
    public async Task Start_NotSending_HasNoReminders()
    {
        await using var silo = await StartAsync(Settings.Quiet, sends: false);

        Assert.Null(silo.Services.GetService<IReminderTable>());
        Assert.False(silo.Card.Sends);
    }

    [Fact]
    public async Task Start_PortsInUse_TakesOthers()
    {
        using var busy = new TcpListener(IPAddress.Loopback, 0);
        busy.Start();
        var port = ((IPEndPoint)busy.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        await using var silo = await StartAsync(Settings.With(("Metrics:Port", "0"), ("Silo:Port", port), ("Silo:GatewayPort", port)));

        Assert.NotEqual(port, silo.Card.SiloPort.ToString(CultureInfo.InvariantCulture));
        Assert.NotEqual(silo.Card.GatewayPort, silo.Card.SiloPort);
    }

    [Fact]
    public async Task Start_MetricsPortInUse_IsOnlyAWarning()
    {
        using var busy = new TcpListener(IPAddress.Loopback, 0);
        busy.Start();
        var port = ((IPEndPoint)busy.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        await using var silo = await StartAsync(Settings.With(("Metrics:Port", port)));

        Assert.Contains(port, await silo.MetricsUnavailable, StringComparison.Ordinal);
        Assert.False(silo.Stopped.IsCompleted);
    }

    [Fact]
    public async Task Start_MetricsPortFree_ServesMetricsAndNothingElse()
    {
        var port = LoopbackPorts.Find(0, 0).Silo.ToString(CultureInfo.InvariantCulture);
        await using var silo = await StartAsync(Settings.With(("Metrics:Port", port)));
        Assert.Null(await silo.MetricsUnavailable);

        using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancelled);
        using var other = await client.GetAsync(new Uri("/", UriKind.Relative), Cancelled);

        Assert.Contains("orleans_catalog_activations{", metrics, StringComparison.Ordinal);
        Assert.Contains("dotnet_gc_collections_total{", metrics, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    [Fact]
    public async Task Start_MetricsAddress_IsWhereTheyAreServed()
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "There is one loopback address only.");
        var port = LoopbackPorts.Find(0, 0).Silo.ToString(CultureInfo.InvariantCulture);
        await using var silo = await StartAsync(Settings.With(("Metrics:Port", port), ("Metrics:Address", "127.0.0.2")));
        Assert.Null(await silo.MetricsUnavailable);

        using var client = new HttpClient();
        var metrics = await client.GetStringAsync(new Uri($"http://127.0.0.2:{port}/metrics"), Cancelled);

        Assert.Contains("email_sent_total", metrics, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"), Cancelled));
    }

    [Fact]
    public async Task Start_StoreOfANewerProgram_IsRefusedAndTheLockStaysTheCallers()
    {
        await using (var database = new SqliteDataSource(_directory.DatabaseFile))
        {
            SchemaScript next = new(SchemaScript.Sqlite.Count + 1, "CREATE TABLE later (id integer)");
            await new SqliteSchemaMigrator(database, TimeProvider.System, [.. SchemaScript.Sqlite, next]).MigrateAsync(Cancelled);
        }

        using var taken = _directory.TryLock()!;
        await Assert.ThrowsAsync<StartRefusedException>(
            () => EmbeddedSilo.StartAsync(_directory, taken, new(Sends: true, Settings.Quiet), Cancelled));

        Assert.Null(_directory.TryLock());
    }

    [Fact]
    public async Task Start_StoreThatIsNoDatabase_IsRefusedInOneSentence()
    {
        await File.WriteAllTextAsync(_directory.DatabaseFile, new string('x', 5000), Cancelled);

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => StartAsync(Settings.Quiet));

        Assert.Contains(_directory.DatabaseFile, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public async Task Start_AfterAStop_FindsTheSameStoreUnderANewCluster()
    {
        string first;
        await using (var silo = await StartAsync(Settings.Quiet))
        {
            first = silo.Card.ClusterId;
        }

        await using var again = await StartAsync(Settings.Quiet);

        Assert.NotEqual(first, again.Card.ClusterId);
        Assert.Equal(EmbeddedSilo.ServiceId, again.Card.ServiceId);
    }

    [Theory]
    [InlineData("process-crash", 1)]
    [InlineData("power-loss", 2)]
    public async Task Open_Durability_SetsHowCommitsReachTheDisk(string durability, long synchronous)
    {
        await using var database = await EmbeddedDatabase.OpenAsync(_directory, Settings.With(("Storage:Durability", durability)), Cancelled);
        await using var connection = await database.OpenConnectionAsync(Cancelled);

        Assert.Equal(synchronous, await PragmaAsync((SqliteConnection)connection, "synchronous"));
        Assert.Equal("wal", await PragmaAsync((SqliteConnection)connection, "journal_mode"));
    }

    public void Dispose() => _temporary.Dispose();

    private static async Task<object?> PragmaAsync(SqliteConnection connection, string name)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the test's own names
        command.CommandText = $"PRAGMA {name}";
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(Cancelled);
    }

    private async Task<EmbeddedSilo> StartAsync(
        Microsoft.Extensions.Configuration.IConfiguration configuration, bool sends = true, Action<IServiceCollection>? configure = null)
    {
        var taken = _directory.TryLock()!;
        try
        {
            return await EmbeddedSilo.StartAsync(
                _directory, taken, new(sends, configuration) { ConfigureServices = configure }, Cancelled);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    private sealed class RecordingDrain : ISendingDrain
    {
        public IHostApplicationLifetime? Lifetime { get; set; }

        public bool IsDraining => false;

        public bool HostWasStopping { get; private set; } = true;

        public Task<bool> DrainAsync()
        {
            HostWasStopping = Lifetime!.ApplicationStopping.IsCancellationRequested;
            return Task.FromResult(true);
        }
    }
}
