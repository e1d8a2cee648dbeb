using System.Globalization;

namespace EmailCampaign.Silo.Schema;

/// <summary>One numbered step of a database's schema. Once released it never changes; what comes later is a new number.</summary>
/// <param name="Version">Its place in the order, 1 for the first.</param>
internal sealed record SchemaScript(int Version, string Text)
{
    public static IReadOnlyList<SchemaScript> Sqlite { get; } = Load("sqlite");

    public static IReadOnlyList<SchemaScript> Postgres { get; } = Load("postgres");

    // Resources are named EmailCampaign.Silo.Schema.<database>.<number>-<what>.sql.
    private static List<SchemaScript> Load(string database)
    {
        var assembly = typeof(SchemaScript).Assembly;
        var prefix = $"{typeof(SchemaScript).Namespace}.{database}.";
        List<SchemaScript> scripts = [];
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                scripts.Add(new(int.Parse(name.AsSpan(prefix.Length, 3), CultureInfo.InvariantCulture), reader.ReadToEnd()));
            }
        }

        scripts.Sort(static (left, right) => left.Version.CompareTo(right.Version));
        return scripts;
    }
}
