namespace EmailCampaign.Testing.Clusters;

/// <summary>Where a silo of a test cluster runs.</summary>
/// <param name="Address">The address by which the others reach it.</param>
/// <param name="Prefix">What its command line begins with, as in <c>ip netns exec NAME</c>; empty for this machine itself.</param>
public sealed record SiloHost(string Address, IReadOnlyList<string> Prefix)
{
    public static SiloHost Here { get; } = new("127.0.0.1", []);
}
