using System.CommandLine;

namespace EmailCampaign.Client.Commands;

/// <summary>The options that every command takes.</summary>
internal sealed class GlobalOptions
{
    /// <summary>Takes the connection string off the command line, where other users of the machine can read it.</summary>
    public const string ClusterVariable = "CAMPAIGN_CLUSTER";

    private readonly Option<string> _data = new("--data")
    {
        Description = "Folder of the embedded store.",
        HelpName = "DIR",
        Recursive = true,
        DefaultValueFactory = static _ => "campaign-data",
    };

    private readonly Option<string?> _cluster = new("--cluster")
    {
        Description = $"Database of the cluster to connect to, instead of an embedded store (default: the variable {ClusterVariable}).",
        HelpName = "CONNECTION",
        Recursive = true,
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Results as JSON, one object a line.",
        Recursive = true,
    };

    private readonly Option<string?> _config = new("--config")
    {
        Description = "Settings file, read on top of appsettings.json.",
        HelpName = "FILE",
        Recursive = true,
    };

    public void AddTo(RootCommand root)
    {
        root.Add(_data);
        root.Add(_cluster);
        root.Add(_json);
        root.Add(_config);
    }

    public GlobalSettings Read(ParseResult parse) => new(
        Path.GetFullPath(parse.GetRequiredValue(_data)),
        parse.GetValue(_cluster) ?? (IsGiven(parse, _data) ? null : FromEnvironment()),
        parse.GetValue(_json),
        parse.GetValue(_config));

    /// <summary>Why the options do not go together; null when they do.</summary>
    public string? Problem(ParseResult parse)
    {
        if (IsGiven(parse, _cluster) && IsGiven(parse, _data))
        {
            return "--data and --cluster exclude each other: a campaign is either in an embedded store or in a cluster.";
        }

        // As a script gives it whose variable is not set.
        return string.IsNullOrWhiteSpace(parse.GetValue(_data)) ? "--data is empty: name the folder of the embedded store." : null;
    }

    private static bool IsGiven(ParseResult parse, Option option) => parse.GetResult(option) is { Implicit: false };

    private static string? FromEnvironment() => Environment.GetEnvironmentVariable(ClusterVariable) is { Length: > 0 } text ? text : null;
}
