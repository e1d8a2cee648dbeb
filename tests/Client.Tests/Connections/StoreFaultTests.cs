using EmailCampaign.Client.Connections;

namespace EmailCampaign.Client.Tests.Connections;

/// <summary>What a fault of the store is called, by the text that comes through grain calls.</summary>
public sealed class StoreFaultTests
{
    [Theory]
    [InlineData("SQLite Error 13: 'database or disk is full'.", "database or disk is full")]
    [InlineData("SQLite Error 10: 'disk I/O error'.", "disk I/O error")]
    [InlineData("Batch c/3 could not be stored (NotWritten: SQLite Error 13: 'database or disk is full'.); the import goes on.", "database or disk is full")]
    [InlineData("Batch c/3 could not be stored (Lost: ); the import goes on.", "a batch could not be stored")]
    [InlineData("SQLite Error 1: 'no such table: x'.", null)]
    [InlineData("Something else.", null)]
    public void Of_Fault_IsWhatTheStoreSaid(string message, string? fault)
    {
        Assert.Equal(fault, StoreFault.Of(new InvalidOperationException(message)));
        Assert.Equal(fault, StoreFault.Of(new InvalidOperationException("A call failed.", new InvalidOperationException(message))));
    }
}
