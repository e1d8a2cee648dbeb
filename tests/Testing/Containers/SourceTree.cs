namespace EmailCampaign.Testing.Containers;

/// <summary>The files of the repository that the tests were built from.</summary>
public static class SourceTree
{
    public static string Root { get; } = Find();

    public static string In(string path) => Path.Combine(Root, path);

    /// <summary>The text of a file, with line feeds only.</summary>
    public static string Read(string path) => File.ReadAllText(In(path)).ReplaceLineEndings("\n");

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "EmailCampaign.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }
}
