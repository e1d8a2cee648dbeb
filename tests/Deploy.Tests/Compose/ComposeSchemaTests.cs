using EmailCampaign.Deploy.Tests.Foreign;
using EmailCampaign.Testing.Containers;

namespace EmailCampaign.Deploy.Tests.Compose;

/// <summary>Every compose file at the root is one by the published schema of the compose specification.</summary>
public sealed class ComposeSchemaTests
{
    public static TheoryData<string> Files =>
    [
        .. System.IO.Directory.EnumerateFiles(SourceTree.Root).Select(Path.GetFileName).OfType<string>()
            .Where(static name => name.EndsWith(".yml", StringComparison.Ordinal) || name.EndsWith(".yaml", StringComparison.Ordinal))
            .Where(static name => YamlNodes.Document(SourceTree.Read(name)).ContainsKey("services"))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task File_AgainstThePublishedSchema_IsGood(string file)
        => Assert.Empty(Assert.Single(await PublishedSchemas.ProblemsAsync(("compose", YamlNodes.Document(SourceTree.Read(file))))));

    [Fact]
    public async Task File_WithAMisspeltKey_IsRefused()
    {
        var file = YamlNodes.Document(SourceTree.Read("docker-compose.yml"));
        var silo = file["services"]!["silo"]!.AsObject();
        silo["helthcheck"] = silo["healthcheck"]!.DeepClone();

        var problem = Assert.Single(Assert.Single(await PublishedSchemas.ProblemsAsync(("compose", file))));

        Assert.Contains("helthcheck", problem, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void File_EveryImage_IsOfAnExactVersion(string file)
    {
        var services = ComposeFile.Parse(SourceTree.Read(file)).Services.Values;

        Assert.NotEmpty(services);
        Assert.All(services, static service => Assert.True(service.Node["build"] is not null || ImageNames.IsPinned(service.Image!), service.Image));
    }
}
