namespace EmailCampaign.Testing.Containers;

/// <summary>What of the repository a build of the image sees: <c>.dockerignore</c>, read as far as this repository's uses it.</summary>
internal sealed class BuildContext
{
    private readonly List<string> _kept = [];
    private readonly HashSet<string> _leftOut = [];

    public BuildContext(string ignore)
    {
        foreach (var line in ignore.Split('\n').Select(static line => line.Trim()).Where(static line => line.Length > 0 && line[0] != '#'))
        {
            if (line.StartsWith('!'))
            {
                _kept.Add(line[1..]);
            }
            else if (line.StartsWith("**/", StringComparison.Ordinal))
            {
                _leftOut.Add(line[3..]);
            }
            else if (line != "*")
            {
                throw new NotSupportedException($".dockerignore: {line}");
            }
        }
    }

    /// <summary>Paths of its files, relative to the root.</summary>
    public IEnumerable<string> Files(string path)
    {
        var full = SourceTree.In(path);
        var files = File.Exists(full) ? [path] : Below(full).Select(static file => Path.GetRelativePath(SourceTree.Root, file).Replace('\\', '/'));
        return files.Where(file => _kept.Exists(kept => file == kept || file.StartsWith(kept + "/", StringComparison.Ordinal)));
    }

    // Without the outputs from the start: they have more files than the sources.
    private IEnumerable<string> Below(string folder)
        => Directory.EnumerateFiles(folder).Concat(
            Directory.EnumerateDirectories(folder).Where(child => !_leftOut.Contains(Path.GetFileName(child))).SelectMany(Below));
}
