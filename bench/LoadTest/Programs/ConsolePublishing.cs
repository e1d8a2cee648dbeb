using System.Runtime.InteropServices;
using EmailCampaign.Testing.Containers;

namespace EmailCampaign.LoadTest.Programs;

/// <summary>Publishes console and silo of this source tree as they are deployed: release, compiled for this machine, the runtime not included.</summary>
internal static class ConsolePublishing
{
    /// <exception cref="RunFailedException">It does not build.</exception>
    public static async Task<ConsoleBuild> PublishAsync()
    {
        var folder = Artifacts.In("console");
        foreach (var project in new[] { "Client", "Silo" })
        {
            string[] command =
            [
                "publish", SourceTree.In($"src/{project}"), "--configuration", "Release", "--runtime", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false",
                "-p:PublishReadyToRun=true", "-p:RunAnalyzers=false", "-p:GenerateDocumentationFile=false", "-p:RestoreLockedMode=false",

                // Objects and binaries of their own: the working tree's stay as they are.
                "--artifacts-path", Artifacts.In("build"), "--output", folder, "--verbosity", "quiet", "--nologo",
            ];
            if (await BuildStep.RunAsync("dotnet", command, SourceTree.Root) is { } problem)
            {
                throw new RunFailedException($"The console cannot be published: {problem}");
            }
        }

        return new("campaign", folder);
    }
}
