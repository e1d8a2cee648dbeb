using EmailCampaign.Testing.Processes;

namespace EmailCampaign.Mail.Providers.Tests.Ses.Foreign;

/// <summary>The pinned packages of npm that have a second opinion about SES; installed into a cache, once.</summary>
internal static class SesPackages
{
    private static readonly Lazy<Task<string?>> Installation = new(InstallAsync);

    public static string Folder { get; } = ForeignTool.Cache("ses-v2");

    /// <summary>Full path of node. Without node and npm the test is skipped, but not on a build machine.</summary>
    public static async Task<string> NodeAsync()
    {
        var problem = await Installation.Value;
        Assert.False(ForeignTool.Required && problem is not null, problem);
        Assert.SkipUnless(problem is null, problem ?? "");
        return ForeignTool.Find("node")!;
    }

    private static async Task<string?> InstallAsync()
    {
        if (ForeignTool.Find("node") is null || ForeignTool.Find("npm") is not { } npm)
        {
            return "node and npm are not installed";
        }

        foreach (var file in new[] { "package.json", "sign.js" })
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Ses", "Foreign", file), Path.Combine(Folder, file), overwrite: true);
        }

        return Directory.Exists(Path.Combine(Folder, "node_modules", "aws-ses-v2-local"))
            ? null
            : await ForeignTool.RunAsync(npm, ["install", "--no-audit", "--no-fund", "--ignore-scripts"], Folder);
    }
}
