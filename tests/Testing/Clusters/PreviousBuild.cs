using EmailCampaign.Testing.Processes;

namespace EmailCampaign.Testing.Clusters;

/// <summary>
/// The silo of an earlier commit, built from the repository's history; or, where a clone does not have that commit, of the latest one under
/// another version number. Built once, and kept in the temporary folder.
/// </summary>
/// <param name="Program">The built silo.</param>
/// <param name="Description">Which build it is, for the test's output.</param>
public sealed record PreviousBuild(string Program, string Description)
{
    /// <summary>No build of ours has it.</summary>
    private const string OtherVersion = "0.0.9";

    /// <param name="commit">Full hash of the earlier commit.</param>
    /// <returns>The build, or the reason why there is none.</returns>
    public static async Task<(PreviousBuild? Build, string? Reason)> TryMakeAsync(string commit)
    {
        if (Root() is not { } root)
        {
            return (null, "the tests do not run inside the repository");
        }

        if (await GitAsync(root, "rev-parse", "--verify", "--quiet", "HEAD") is { } problem)
        {
            return (null, $"there is no git repository here ({problem})");
        }

        return await GitAsync(root, "cat-file", "-e", commit + "^{commit}") is null
            ? await BuildAsync(root, commit, $"commit {commit[..7]}")
            : await BuildAsync(root, await HeadAsync(root), $"the latest commit as version {OtherVersion}, because this clone does not have {commit[..7]}");
    }

    private static async Task<(PreviousBuild? Build, string? Reason)> BuildAsync(string root, string commit, string description)
    {
        var kept = Path.Combine(Path.GetTempPath(), $"campaign-previous-{commit}");
        var build = new PreviousBuild(Path.Combine(kept, "EmailCampaign.Silo.dll"), description);
        if (!File.Exists(build.Program))
        {
            var work = Directory.CreateTempSubdirectory("campaign-previous-");
            try
            {
                if (await MakeAsync(root, commit, work.FullName) is { } problem)
                {
                    return (null, problem);
                }

                Keep(Path.Combine(work.FullName, "built"), kept);
            }
            finally
            {
                work.Delete(recursive: true);
            }
        }

        return (build, null);
    }

    // Its sources are taken out of the history beside the ones at work here, which stay as they are.
    private static async Task<string?> MakeAsync(string root, string commit, string work)
    {
        var (archive, sources) = (Path.Combine(work, "sources.tar"), Path.Combine(work, "sources"));
        Directory.CreateDirectory(sources);
        return await GitAsync(root, "archive", "--output", archive, commit)
            ?? await ForeignTool.RunAsync("tar", ["-xf", archive], sources)
            ?? await ForeignTool.RunAsync(
                Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
                [
                    "build", "src/Silo", "-c", "Release", "-o", Path.Combine(work, "built"), "-v", "q", $"-p:Version={OtherVersion}",
                    "-p:RunAnalyzers=false", "-p:GenerateDocumentationFile=false", "-p:UseSharedCompilation=false", "-nodeReuse:false",
                ],
                sources);
    }

    // Whole or not at all: another test run may be making the same.
    private static void Keep(string built, string kept)
    {
        try
        {
            Directory.Move(built, kept);
        }
        catch (IOException) when (Directory.Exists(kept))
        {
            // The other one was first.
        }
    }

    private static async Task<string> HeadAsync(string root)
    {
        await using var git = RunningProcess.Start("git", ["-c", "safe.directory=*", "rev-parse", "HEAD"], root);
        await git.ExitAsync();
        return git.Output.Trim();
    }

    private static Task<string?> GitAsync(string root, params string[] arguments)
        => ForeignTool.RunAsync("git", ["-c", "safe.directory=*", .. arguments], root);

    private static string? Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EmailCampaign.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
