using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.SystemTests.Delivery;

/// <summary>A second opinion about our SMTP: npm's <c>smtp-server</c>, with a reply for each recipient.</summary>
[Collection(TestGroups.Embedded)]
public sealed class NodeServerTests
{
    [Fact]
    public async Task Launch_ToNodeSmtpServer_EachRecipientEndsAsItsReplySays()
    {
        var (node, script) = await PrepareAsync();
        await using var server = RunningProcess.Start(node, [script], Path.GetDirectoryName(script)!);
        await server.PrintsAsync("listening ");
        var port = int.Parse(server.Output.Split('\n')[0].Split(' ')[1]);
        await using var workspace = new Workspace().SendTo(port);
        var addresses = new[] { ("fine", 300), ("soft", 40), ("hard", 20), ("dot", 5) }
            .SelectMany(static group => Enumerable.Range(0, group.Item2).Select(i => $"{group.Item1}{i}@example.test")).ToList();

        (await workspace.LaunchAsync(workspace.Contacts(addresses), "node")).AssertExit(1);

        var accepted = server.Output.Split('\n').Where(static line => line.StartsWith("accepted ", StringComparison.Ordinal)).Select(static line => line[9..]);
        Assert.Equal(addresses.Where(IsTaken).Order(StringComparer.Ordinal), accepted.Order(StringComparer.Ordinal));
        Assert.All(await workspace.RecipientsAsync("node"), static recipient => Assert.Equal(
            (IsTaken(recipient.Email) ? "sent" : "dead", recipient.Email[0] == 's' ? 2 : 1), (recipient.Status, recipient.Attempts)));
    }

    private static bool IsTaken(string address) => address[0] is 'f' or 's';

    /// <summary>Installs the pinned package into a cache, once. Without node the test is skipped, but not on a build machine.</summary>
    private static async Task<(string Node, string Script)> PrepareAsync()
    {
        var (node, npm) = (ForeignTool.Find("node"), ForeignTool.Find("npm"));
        var cache = ForeignTool.Cache("smtp-server");
        foreach (var file in new[] { "package.json", "server.js" })
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "node", file), Path.Combine(cache, file), overwrite: true);
        }

        var problem = node is null || npm is null
            ? "node and npm are not installed"
            : System.IO.Directory.Exists(Path.Combine(cache, "node_modules", "smtp-server"))
                ? null
                : await ForeignTool.RunAsync(npm, ["install", "--no-audit", "--no-fund", "--ignore-scripts"], cache);
        Assert.False(ForeignTool.Required && problem is not null, problem);
        Assert.SkipUnless(problem is null, problem ?? "");
        return (node!, Path.Combine(cache, "server.js"));
    }
}
