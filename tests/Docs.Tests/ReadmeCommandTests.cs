using System.Text.RegularExpressions;
using EmailCampaign.Docs.Tests.Markdown;

namespace EmailCampaign.Docs.Tests;

/// <summary>The README's commands are the console's.</summary>
public sealed partial class ReadmeCommandTests : IDisposable
{
    private readonly ConsoleCommands _console = new();

    public void Dispose() => _console.Dispose();

    [Fact]
    public void Table_AgainstTheConsole_NamesEveryCommandOnce()
    {
        var documented = Table().Keys.Select(static cell => CommandName().Match(MarkdownTable.Plain(cell)).Value.Trim());

        Assert.Equal(_console.Names.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Table_EachUsage_Parses()
        => Assert.All(Table().Keys, usage =>
        {
            var arguments = ShellWords.Split(MarkdownTable.Plain(usage).Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal));
            Assert.Empty(_console.Root.Parse(arguments).Errors.Select(static error => error.Message));
        });

    [Fact]
    public void Table_EachOptionInADescription_BelongsToItsCommand()
        => Assert.All(Table().Rows, row =>
        {
            var command = _console.Root.Parse(ShellWords.Split(CommandName().Match(MarkdownTable.Plain(row[0])).Value)).CommandResult.Command;
            var known = command.Options.SelectMany(static option => option.Aliases.Append(option.Name)).ToHashSet();

            Assert.All(OptionName().Matches(row[1]).Select(static match => match.Value), option => Assert.Contains(option, known));
        });

    private static MarkdownTable Table() => MarkdownTable.Find("README.md", "command");

    [GeneratedRegex(@"\A[a-z-]+( (?!-)[a-z-]+)*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CommandName();

    [GeneratedRegex("--[a-z-]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OptionName();
}
