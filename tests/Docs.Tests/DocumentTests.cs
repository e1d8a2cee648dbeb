using System.Text.RegularExpressions;
using EmailCampaign.Docs.Tests.Markdown;

namespace EmailCampaign.Docs.Tests;

/// <summary>What holds for every document: commands that can be typed, links that lead somewhere.</summary>
public sealed partial class DocumentTests : IDisposable
{
    private const string FromSource = "dotnet run --project src/Client -- ";
    private const string Installed = "campaign ";

    private readonly ConsoleCommands _console = new();

    public static TheoryData<string> Documents => [.. Repository.Documents];

    public void Dispose() => _console.Dispose();

    [Theory]
    [MemberData(nameof(Documents))]
    public void CodeBlocks_WithConsoleCommands_Parse(string document)
        => Assert.All(Commands(document), command
            => Assert.Empty(_console.Root.Parse(ShellWords.Split(command)).Errors.Select(error => $"{command}: {error.Message}")));

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_ToFiles_LeadSomewhere(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        var targets = RelativeLink().Matches(Repository.Read(document)).Select(static match => match.Groups["path"].Value);

        Assert.All(targets, target => Assert.True(Path.Exists(Path.Combine(folder, target)), $"{document} links to {target}, which is not there."));
    }

    [Fact]
    public void Readme_FirstCommand_IsALaunchOfTheSamples()
    {
        var first = CodeBlocks.Lines(Repository.Read("README.md")).First();

        Assert.StartsWith(FromSource + "launch samples/contacts.csv --template samples/welcome", first, StringComparison.Ordinal);
        Assert.All(ShellWords.Split(first).Where(static word => word.StartsWith("samples/", StringComparison.Ordinal)),
            static path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path))));
    }

    private static IEnumerable<string> Commands(string document)
    {
        foreach (var line in CodeBlocks.Lines(Repository.Read(document)))
        {
            if (line.StartsWith(FromSource, StringComparison.Ordinal) || line.StartsWith(Installed, StringComparison.Ordinal))
            {
                yield return line.StartsWith(FromSource, StringComparison.Ordinal) ? line[FromSource.Length..] : line[Installed.Length..];
            }
        }
    }

    [GeneratedRegex(@"\]\((?<path>(?![a-z]+:|#)[^)#]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RelativeLink();
}
