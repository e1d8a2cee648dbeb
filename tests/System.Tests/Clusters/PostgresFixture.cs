using EmailCampaign.SystemTests.Clusters;
using EmailCampaign.Testing.Postgres;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace EmailCampaign.SystemTests.Clusters;

/// <summary>One PostgreSQL server for all tests of the assembly, started by the first that asks.</summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly Lazy<Task<(PostgresServer? Server, string? Reason)>> _server
        = new(static () => PostgresServer.TryStartAsync(CancellationToken.None));

    /// <returns>Connection string of an empty database. Without a server the test is skipped with the reason; on a build machine it fails.</returns>
    public async Task<string> EmptyDatabaseAsync() => await (await ServerAsync()).CreateDatabaseAsync(TestContext.Current.CancellationToken);

    /// <summary>The server itself, for tests that stop it.</summary>
    public async Task<PostgresServer> ServerAsync()
    {
        var (server, reason) = await _server.Value;
        if (server is null)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") is "true", $"PostgreSQL: {reason}.");
            Assert.Fail($"PostgreSQL: {reason}.");
        }

        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated && (await _server.Value).Server is { } server)
        {
            await server.DisposeAsync();
        }
    }
}
