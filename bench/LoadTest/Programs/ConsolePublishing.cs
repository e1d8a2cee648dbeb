using System.Runtime.InteropServices;
using EmailCampaign.Testing.Containers;

namespace EmailCampaign.LoadTest.Programs;

/// <summary>
/// Publishes console and silo of this source tree for this machine, by the profile that also the image is made with: with their runtime, compiled ahead.
/// </summary>
internal static class ConsolePublishing
{
    /// <exception cref="RunFailedException">It does not build.</exception>
    public static async Task<ConsoleBuild> PublishAsync()
    {
        var folder = Artifacts.In("console");
        string[] command =
        [
            "publish", SourceTree.In("src/Client"), "--configuration", "Release", "--runtime", RuntimeInformation.RuntimeIdentifier, "-p:PublishProfile=standalone",
            "-p:RunAnalyzers=false", "-p:GenerateDocumentationFile=false",

            // Objects and binaries of its own: the working tree's stay as they are.
            "--artifacts-path", Artifacts.In("build-console"), "--output", folder, "--verbosity", "quiet", "--nologo",
        ];
        return await BuildStep.RunAsync("dotnet", command, SourceTree.Root) is { } problem
            ? throw new RunFailedException($"The console cannot be published: {problem}")
            : new("campaign", folder);
    }
}
