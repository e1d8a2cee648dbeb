namespace EmailCampaign.Docs.Tests.Markdown;

/// <summary>The files of this repository.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The documents, as paths relative to the root.</summary>
    public static IEnumerable<string> Documents =>
    [
        .. Names(System.IO.Directory.EnumerateFiles(Root, "*.md")),
        .. Names(Under("docs")),
        .. Names(Under("bench")),
    ];

    /// <summary>The text of a file, with line feeds only.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    private static IEnumerable<string> Under(string folder)
        => System.IO.Directory.EnumerateFiles(Path.Combine(Root, folder), "*.md", SearchOption.AllDirectories);

    private static IEnumerable<string> Names(IEnumerable<string> files)
        => files.Select(static file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "EmailCampaign.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }
}
