using System.Reflection;

namespace EmailCampaign.Docs.Tests;

/// <summary>A document of the repository, and the tables in it.</summary>
internal sealed class Document(string path)
{
    private static readonly string Root = Assembly.GetExecutingAssembly()
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(static attribute => attribute.Key == "Root").Value!;

    public string Text { get; } = File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    /// <summary>The rows of the table whose header starts with this cell, without header and rule; cells without back-quotes.</summary>
    public IReadOnlyList<string[]> Table(string firstHeader)
    {
        var lines = Text.Split('\n');
        var header = Array.FindIndex(lines, line => line.StartsWith($"| {firstHeader} |", StringComparison.Ordinal));
        Assert.True(header >= 0, $"{path} has no table that starts with '{firstHeader}'.");
        return [.. lines.Skip(header + 2).TakeWhile(static line => line.StartsWith('|')).Select(static line
            => line.Trim('|', ' ').Split('|').Select(static cell => cell.Trim().Trim('`')).ToArray())];
    }

    /// <summary>Console commands in the fenced blocks, as argument lists.</summary>
    public IReadOnlyList<string> ConsoleCommands()
    {
        const string Start = "dotnet run --project src/Client -- ";
        return [.. Text.Split("```").Where(static (_, index) => index % 2 == 1)
            .SelectMany(static block => block.Split('\n'))
            .Where(static line => line.StartsWith(Start, StringComparison.Ordinal))
            .Select(static line => line[Start.Length..])];
    }
}
