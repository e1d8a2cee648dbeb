using EmailCampaign.Silo.Hosting;

namespace EmailCampaign.Silo;

/// <summary>The command line of the silo program.</summary>
/// <param name="DataDirectory">The embedded store to host; null for a cluster's silo.</param>
/// <param name="ConfigFile">A settings file that is read on top of the usual ones.</param>
/// <param name="MigrateOnly">Whether to bring the schema up to date and end.</param>
/// <param name="Health">Which question to put to the silo that runs here already, <c>live</c> or <c>ready</c>; null to run one.</param>
/// <param name="Settings">Settings from the command line, <c>--Sending:WorkerCount 50</c>; <c>--database</c> is <c>Storage:Database</c>.</param>
internal sealed record SiloArguments(
    string? DataDirectory, string? ConfigFile, bool MigrateOnly, string? Health, IReadOnlyList<KeyValuePair<string, string?>> Settings)
{
    public const string Usage = "Usage: EmailCampaign.Silo --database CONNECTION | --data DIR [--migrate-only | --health live|ready] [--config FILE] [--Section:Setting VALUE]...";

    /// <exception cref="StartRefusedException">An argument is unknown, or its value is missing.</exception>
    public static SiloArguments Parse(IReadOnlyList<string> args)
    {
        string? data = null;
        string? config = null;
        var migrateOnly = false;
        string? health = null;
        var settings = new List<KeyValuePair<string, string?>>();
        for (var index = 0; index < args.Count; index++)
        {
            var (name, value) = Split(args[index]);
            switch (name)
            {
                case "--migrate-only" when value is null:
                    migrateOnly = true;
                    break;
                case "--health":
                    health = Value();
                    if (health is not ("live" or "ready"))
                    {
                        throw new StartRefusedException($"--health is live or ready. {Usage}");
                    }

                    break;
                case "--database":
                    settings.Add(new("Storage:Database", Value()));
                    break;
                case "--data":
                    data = Value();
                    break;
                case "--config":
                    config = Value();
                    break;
                case ['-', '-', _, ..] when name.Contains(':', StringComparison.Ordinal):
                    settings.Add(new(name[2..], Value()));
                    break;
                default:
                    throw new StartRefusedException($"There is no option {name}. {Usage}");
            }

            string Value() => value ?? (++index < args.Count ? args[index] : throw new StartRefusedException($"{name} needs a value. {Usage}"));
        }

        return new(data, config, migrateOnly, health, settings);
    }

    private static (string Name, string? Value) Split(string argument)
        => argument.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && argument.StartsWith("--", StringComparison.Ordinal)
            ? (argument[..at], argument[(at + 1)..])
            : (argument, null);
}
