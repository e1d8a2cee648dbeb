using EmailCampaign.Silo.Hosting;

namespace EmailCampaign.Silo;

/// <summary>The command line of the silo program.</summary>
/// <param name="DataDirectory">The embedded store to host. Default: <c>campaign-data</c> in the current directory.</param>
internal sealed record SiloArguments(string DataDirectory = "campaign-data", string? ConfigFile = null)
{
    public const string Usage = "Usage: EmailCampaign.Silo [--data DIR] [--config FILE]";

    /// <exception cref="StartRefusedException">An argument is unknown, or its value is missing.</exception>
    public static SiloArguments Parse(IReadOnlyList<string> args)
    {
        var parsed = new SiloArguments();
        for (var index = 0; index < args.Count; index += 2)
        {
            var value = index + 1 < args.Count ? args[index + 1] : null;
            parsed = (args[index], value) switch
            {
                ("--database", _) => throw new StartRefusedException(
                    "This version does not support PostgreSQL clusters yet: use --data DIR for an embedded store."),
                ("--data", { } directory) => parsed with { DataDirectory = directory },
                ("--config", { } file) => parsed with { ConfigFile = file },
                ("--data" or "--config", null) => throw new StartRefusedException($"{args[index]} needs a value. {Usage}"),
                _ => throw new StartRefusedException($"There is no option {args[index]}. {Usage}"),
            };
        }

        return parsed;
    }
}
