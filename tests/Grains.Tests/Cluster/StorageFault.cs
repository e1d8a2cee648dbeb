namespace EmailCampaign.Grains.Tests.Cluster;

/// <summary>What happens to a write of the scripted storage.</summary>
internal enum StorageFault
{
    None = 0,

    /// <summary>Nothing is written, and the caller is told that it failed.</summary>
    FailsBefore = 1,

    /// <summary>It is written, and the caller is told that it failed.</summary>
    FailsAfter = 2,

    /// <summary>The caller is told that it failed, and it is carried out when the test says so.</summary>
    LandsLate = 3,
}
