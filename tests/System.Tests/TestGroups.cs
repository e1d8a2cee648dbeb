namespace EmailCampaign.SystemTests;

/// <summary>What runs beside what: the tests of a group one after the other, the groups beside each other. Tests without a group are those on clusters.</summary>
internal static class TestGroups
{
    /// <summary>Consoles with a store of their own, without a server that others use.</summary>
    public const string Embedded = "embedded";

    /// <summary>Tests that count what arrives in a second: nothing runs beside them.</summary>
    public const string Measured = "measured";
}

[CollectionDefinition(TestGroups.Measured, DisableParallelization = true)]
public sealed class MeasuredGroup;
