namespace EmailCampaign.Testing.Postgres;

/// <summary>Where the server's programs are: the newest of the usual places, or the first on the PATH.</summary>
internal sealed record PostgresBinaries(string Folder)
{
    private static readonly string Extension = OperatingSystem.IsWindows() ? ".exe" : "";

    public string Server => In("postgres");

    public string InitDb => In("initdb");

    public string Control => In("pg_ctl");

    public string BaseBackup => In("pg_basebackup");

    public static PostgresBinaries? Find()
    {
        var installed = OperatingSystem.IsWindows()
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL")
            : "/usr/lib/postgresql";
        var versions = Directory.Exists(installed) ? Directory.GetDirectories(installed) : [];
        return versions
            .OrderByDescending(static folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            .Select(static folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            .Select(static folder => new PostgresBinaries(folder))
            .FirstOrDefault(static binaries => File.Exists(binaries.Server) && File.Exists(binaries.InitDb) && File.Exists(binaries.Control));
    }

    private string In(string program) => Path.Combine(Folder, program + Extension);
}
