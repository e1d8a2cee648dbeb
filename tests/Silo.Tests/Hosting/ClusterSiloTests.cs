using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using EmailCampaign.Hosting;
using EmailCampaign.Silo.Configuration;
using EmailCampaign.Silo.Endpoints;
using EmailCampaign.Silo.Hosting;
using EmailCampaign.Silo.Schema;
using EmailCampaign.Silo.Storage;
using EmailCampaign.Silo.Tests.Storage;
using EmailCampaign.Testing.Processes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EmailCampaign.Silo.Tests.Hosting;

/// <summary>A cluster's silo over a real PostgreSQL, as a browser, a probe and an operator meet it.</summary>
public sealed class ClusterSiloTests(PostgresFixture postgres) : IAsyncDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly IReadOnlyList<int> _ports = LoopbackPort.Free(4);
    private NpgsqlDataSource? _database;
    private ClusterSilo? _silo;

    private static CancellationToken Never => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_RunningSilo_IsReadyUntilItDrains()
    {
        await StartAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/health/live"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/health/ready"));

        Assert.True(await _silo!.Services.GetRequiredService<ISendingDrain>().DrainAsync());

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/health/live"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync("/health/ready"));
    }

    [Fact]
    public async Task Start_ByARoleThatMayNotChangeTheSchema_IsReadyOnceAnotherHasMigrated()
    {
        var owner = await postgres.EmptyDatabaseAsync();
        var role = $"app_{Guid.NewGuid():N}";
        await using (var database = PostgresDataSource.Create(owner, "test"))
        {
            await new PostgresSchemaMigrator(database, TimeProvider.System).MigrateAsync(Never);
            await using var grant = database.CreateCommand(
                $"CREATE ROLE {role} LOGIN PASSWORD 'app'; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}");
            await grant.ExecuteNonQueryAsync(Never);
        }

        _database = PostgresDataSource.Create(new NpgsqlConnectionStringBuilder(owner) { Username = role, Password = "app" }.ToString(), "test");
        Assert.Equal(0, await new PostgresSchemaMigrator(_database, TimeProvider.System).MigrateAsync(Never));
        _silo = await ClusterSilo.StartAsync(_database, Settings(), Never);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/health/ready"));
    }

    [Fact]
    public async Task HealthQuestion_OfARunningSilo_IsItsOwnAnswer()
    {
        await StartAsync();
        Assert.Equal(SiloExit.Done, await AskAsync("live"));
        Assert.Equal(SiloExit.Done, await AskAsync("ready"));

        await _silo!.Services.GetRequiredService<ISendingDrain>().DrainAsync();
        Assert.Equal(SiloExit.Done, await AskAsync("live"));
        Assert.Equal(SiloExit.Gone, await AskAsync("ready"));

        await _silo.StopAsync();
        Assert.Equal(SiloExit.Gone, await AskAsync("live"));
    }

    [Fact]
    public async Task Dashboard_WithAToken_AsksForItAndShowsNoGrainStates()
    {
        await StartAsync(("Admin:Token", "s3cret"));

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/dashboard/version"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/dashboard/version", new("Bearer", "wrong")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/dashboard/version", new("Bearer", "s3cret")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/dashboard/version", Basic("anyone:s3cret")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/dashboard/version", Basic("s3cret")));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("/dashboard/GrainState?grainId=b-x%2F0&grainType=batch", new("Bearer", "s3cret")));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("/dashboard/Trace", new("Bearer", "s3cret")));
    }

    [Fact]
    public async Task Dashboard_WithoutAToken_IsForThisMachineByALoopbackName()
    {
        await StartAsync();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/dashboard/version"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("/dashboard/version", host: "campaign.example"));
    }

    [Fact]
    public async Task Dashboard_OutsideLoopbackWithoutAToken_IsNotThere()
    {
        await StartAsync(("Admin:Address", "0.0.0.0"));

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("/dashboard/version"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/health/ready"));
    }

    [Fact]
    public async Task Start_PortInUse_IsRefusedInWords()
    {
        await StartAsync();

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => ClusterSilo.StartAsync(_database!, Settings(), Never));

        Assert.StartsWith($"Silo:Port {Text(_ports[0])} on 127.0.0.1 cannot be had", refused.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/health/ready")); // the cluster has not given up the one that runs
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_silo is not null)
        {
            await _silo.StopAsync();
            await _silo.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    private async Task StartAsync(params (string Key, string Value)[] more)
    {
        _database = PostgresDataSource.Create(await postgres.EmptyDatabaseAsync(), "test");
        await new PostgresSchemaMigrator(_database, TimeProvider.System).MigrateAsync(Never);
        _silo = await ClusterSilo.StartAsync(_database, Settings(more), Never);
    }

    private Microsoft.Extensions.Configuration.IConfiguration Settings(params (string Key, string Value)[] more) => CampaignConfiguration.Build(overrides:
    [
        new("Silo:Port", Text(_ports[0])),
        new("Silo:GatewayPort", Text(_ports[1])),
        new("Admin:Port", Text(_ports[2])),
        new("Metrics:Port", Text(_ports[3])),
        .. more.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)),
    ]);

    private Task<int> AskAsync(string check)
        => new HealthQuestion(new AdminOptions { Address = "0.0.0.0", Port = _ports[2] }, TextWriter.Null).AskAsync(check);

    private async Task<HttpStatusCode> StatusAsync(string path, AuthenticationHeaderValue? authorization = null, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{Text(_ports[2])}{path}");
        (request.Headers.Authorization, request.Headers.Host) = (authorization, host);
        using var response = await _http.SendAsync(request, Never);
        return response.StatusCode;
    }

    private static AuthenticationHeaderValue Basic(string pair) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
