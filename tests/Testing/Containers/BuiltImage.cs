using System.Security.Cryptography;
using System.Text;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.Testing.Containers;

/// <summary>
/// The files of the image, made by the first stage of the Dockerfile without a container engine: its COPY and RUN lines, in a folder that
/// holds what the build would see. Kept in the temporary folder until the sources change.
/// </summary>
/// <param name="Folder">What the image has as its application folder.</param>
/// <param name="Settings">What the image says about its containers.</param>
public sealed record BuiltImage(string Folder, ImageSettings Settings)
{
    /// <summary>
    /// How the lines publish, which also compiles ahead: that is taken back, for it takes some minutes, and what it changes is how soon a program is fast.
    /// </summary>
    public const string Profile = " -p:PublishProfile=standalone";

    /// <returns>The image, or the reason why it could not be made.</returns>
    public static async Task<(BuiltImage? Image, string? Reason)> TryMakeAsync(string dockerfile)
    {
        var file = Dockerfile.Parse(SourceTree.Read(dockerfile));
        var context = new BuildContext(SourceTree.Read(".dockerignore"));
        var build = file.Stages[0];
        var kept = Path.Combine(Path.GetTempPath(), $"campaign-image-{Fingerprint(build, context)}");
        if (!Directory.Exists(kept))
        {
            var work = Directory.CreateTempSubdirectory("campaign-image-");
            try
            {
                if (await MakeAsync(build, context, work.FullName) is { } problem)
                {
                    return (null, problem);
                }

                // Unprivileged users read it.
                Directory.Move(Path.Combine(work.FullName, "app"), kept);
            }
            finally
            {
                work.Delete(recursive: true);
            }
        }

        return (new(kept, file.Settings()), null);
    }

    private static async Task<string?> MakeAsync(DockerStage build, BuildContext context, string work)
    {
        var sources = Directory.CreateDirectory(Path.Combine(work, "source")).FullName;
        foreach (var instruction in build.Instructions)
        {
            switch (instruction.Name)
            {
                case "WORKDIR" when instruction.Rest == "/source":
                    break;
                case "COPY":
                    Copy(instruction.Rest.Split(' '), context, sources);
                    break;
                case "RUN":
                    var command = instruction.Rest.Replace(" /app", $" {work}/app", StringComparison.Ordinal).Replace(Profile, Profile + " -p:PublishReadyToRun=false", StringComparison.Ordinal);
                    if (await RunAsync(command, sources) is { } problem)
                    {
                        return problem;
                    }

                    break;
                default:
                    throw new NotSupportedException($"Dockerfile: {instruction}");
            }
        }

        return null;
    }

    private static void Copy(string[] words, BuildContext context, string sources)
    {
        foreach (var source in words[..^1])
        {
            foreach (var file in context.Files(source.TrimEnd('/')))
            {
                // COPY puts a file into the folder by its name, and a folder's files by their paths below it.
                var name = source.EndsWith('/') ? Path.GetRelativePath(source, file) : Path.GetFileName(file);
                var target = Path.Combine(sources, words[^1], name);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(SourceTree.In(file), target, overwrite: true);
            }
        }
    }

    private static async Task<string?> RunAsync(string command, string folder)
    {
        // What the tests' own run gives to its children would build something else.
        var environment = new Dictionary<string, string?> { ["MSBUILDDISABLENODEREUSE"] = "1", ["MSBUILD_EXE_PATH"] = null, ["MSBuildSDKsPath"] = null };
        await using var process = RunningProcess.Start("sh", ["-c", command], folder, environment);
        return await process.ExitAsync(TimeSpan.FromMinutes(4)) == 0 ? null : process.ToString();
    }

    private static string Fingerprint(DockerStage build, BuildContext context)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\n', build.Instructions)));
        foreach (var file in build.Instructions.Where(static instruction => instruction.Name == "COPY")
            .SelectMany(static instruction => instruction.Rest.Split(' ')[..^1])
            .SelectMany(source => context.Files(source.TrimEnd('/')))
            .Distinct().Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file));
            hash.AppendData(File.ReadAllBytes(SourceTree.In(file)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
