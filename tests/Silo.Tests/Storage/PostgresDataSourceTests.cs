using EmailCampaign.Silo.Hosting;
using EmailCampaign.Silo.Storage;
using Npgsql;

namespace EmailCampaign.Silo.Tests.Storage;

public sealed class PostgresDataSourceTests
{
    [Fact]
    public async Task Create_WhatIsLeftOpen_NoticesALostServerWithinSeconds()
    {
        await using var database = PostgresDataSource.Create("Host=db;Database=c", "campaign-silo");

        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        Assert.Equal((5, 10, 10, 30), (settings.Timeout, settings.CommandTimeout, settings.KeepAlive, settings.MaxPoolSize));
        Assert.Equal("campaign-silo", settings.ApplicationName);
    }

    [Theory]
    [InlineData("Host=a,b;Database=c")]
    [InlineData("Host=a:5433,b:5434;Database=c;Target Session Attributes=primary")]
    [InlineData("Host=a,b;Database=c;Target Session Attributes=Read-Write;Load Balance Hosts=true")]
    [InlineData("Host=a;Database=c;Target Session Attributes=primary")]
    public async Task Create_ServersThatTakeWrites_IsTaken(string connectionString)
    {
        await using var database = PostgresDataSource.Create(connectionString, "campaign-silo");

        Assert.Contains("Host=a", database.ConnectionString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("standby")]
    [InlineData("prefer-primary")]
    [InlineData("any")]
    public void Create_ServersThatMayNotTakeWrites_IsRefused(string target)
    {
        var refused = Assert.Throws<StartRefusedException>(
            () => PostgresDataSource.Create($"Host=a,b;Database=c;Target Session Attributes={target}", "campaign-silo"));

        Assert.Contains("it must be primary or read-write", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_WhatIsGiven_IsKept()
    {
        await using var database = PostgresDataSource.Create("Host=db;Database=c;Timeout=7;Command Timeout=33;Maximum Pool Size=4;Application Name=me", "campaign-silo");

        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        Assert.Equal((7, 33, 4, "me"), (settings.Timeout, settings.CommandTimeout, settings.MaxPoolSize, settings.ApplicationName));
    }
}
