namespace EmailCampaign.Hosting;

/// <summary>Names of the storage that the grains ask for; the host registers it.</summary>
public static class StorageNames
{
    public const string Default = "Default";
}
