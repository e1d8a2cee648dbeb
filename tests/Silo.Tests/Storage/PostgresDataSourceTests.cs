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

    [Fact]
    public async Task Create_WhatIsGiven_IsKept()
    {
        await using var database = PostgresDataSource.Create("Host=db;Database=c;Timeout=7;Command Timeout=33;Maximum Pool Size=4;Application Name=me", "campaign-silo");

        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        Assert.Equal((7, 33, 4, "me"), (settings.Timeout, settings.CommandTimeout, settings.MaxPoolSize, settings.ApplicationName));
    }
}
