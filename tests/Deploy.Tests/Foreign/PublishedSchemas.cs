using System.Text.Json;
using System.Text.Json.Nodes;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.Deploy.Tests.Foreign;

/// <summary>Schemas that others publish, in pinned packages of npm; installed into a cache, once.</summary>
internal static class PublishedSchemas
{
    private static readonly Lazy<Task<string?>> Installation = new(InstallAsync);

    private static string Folder { get; } = ForeignTool.Cache("deploy-schemas");

    /// <summary>What is wrong with each document. Without node and npm the test is skipped, but not on a build machine.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<string>>> ProblemsAsync(params IReadOnlyList<(string Kind, JsonNode Document)> documents)
    {
        var problem = await Installation.Value;
        Assert.False(ForeignTool.Required && problem is not null, problem);
        Assert.SkipUnless(problem is null, problem ?? "");
        var file = Path.Combine(Folder, $"documents-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(
            file, JsonSerializer.Serialize(documents.Select(static one => new { kind = one.Kind, document = one.Document })), TestContext.Current.CancellationToken);
        try
        {
            await using var node = RunningProcess.Start(ForeignTool.Find("node")!, ["validate.mjs", file], Folder);
            Assert.True(await node.ExitAsync() == 0, node.ToString());
            return [.. node.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonSerializer.Deserialize<string[]>(line)!)];
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<string?> InstallAsync()
    {
        if (ForeignTool.Find("node") is null || ForeignTool.Find("npm") is not { } npm)
        {
            return "node and npm are not installed";
        }

        foreach (var file in new[] { "package.json", "validate.mjs" })
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Foreign", file), Path.Combine(Folder, file), overwrite: true);
        }

        return System.IO.Directory.Exists(Path.Combine(Folder, "node_modules", "dclint"))
            ? null
            : await ForeignTool.RunAsync(npm, ["install", "--no-audit", "--no-fund", "--ignore-scripts"], Folder);
    }
}
