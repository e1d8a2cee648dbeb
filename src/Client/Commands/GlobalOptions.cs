using System.CommandLine;

namespace EmailCampaign.Client.Commands;

/// <summary>The options that every command takes.</summary>
internal sealed class GlobalOptions
{
    private readonly Option<string> _data = new("--data")
    {
        Description = "Folder of the embedded store.",
        HelpName = "DIR",
        Recursive = true,
        DefaultValueFactory = static _ => "campaign-data",
    };

    private readonly Option<string?> _cluster = new("--cluster")
    {
        Description = "PostgreSQL cluster to connect to (not supported yet).",
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
        parse.GetValue(_cluster),
        parse.GetValue(_json),
        parse.GetValue(_config));
}
