using EmailCampaign.Testing.Containers;

namespace EmailCampaign.LoadTest.Programs;

/// <summary>Where the source tree keeps what is built and not committed.</summary>
internal static class Artifacts
{
    public static string In(string name) => System.IO.Directory.CreateDirectory(SourceTree.In(Path.Combine("artifacts", "bench", name))).FullName;
}
