using System.Runtime.InteropServices;
using EmailCampaign.Testing.Containers;

namespace EmailCampaign.LoadTest.Programs;

/// <summary>
/// Publishes console and silo of this source tree for this machine: the console as a program of its own (its publish profile), the silo as its image has it, compiled ahead and
/// without the runtime.
/// </summary>
internal static class ConsolePublishing
{
    /// <exception cref="RunFailedException">It does not build.</exception>
    public static async Task<ConsoleBuild> PublishAsync()
    {
        var folder = Artifacts.In("console");
        await PublishAsync("Client", folder, "-p:PublishProfile=standalone");
        await PublishAsync("Silo", Path.Combine(folder, ConsoleBuild.SiloFolder), "-p:PublishReadyToRun=true", "--self-contained", "false");
        return new("campaign", folder);
    }

    private static async Task PublishAsync(string project, string folder, params string[] how)
    {
        string[] command =
        [
            "publish", SourceTree.In($"src/{project}"), "--configuration", "Release", "--runtime", RuntimeInformation.RuntimeIdentifier, .. how,
            "-p:RunAnalyzers=false", "-p:GenerateDocumentationFile=false",

            // Objects and binaries of their own: the working tree's stay as they are, and what is compiled for one image is no part of the other.
            "--artifacts-path", Artifacts.In($"build-{project}"), "--output", folder, "--verbosity", "quiet", "--nologo",
        ];
        if (await BuildStep.RunAsync("dotnet", command, SourceTree.Root) is { } problem)
        {
            throw new RunFailedException($"{project} cannot be published: {problem}");
        }
    }
}
