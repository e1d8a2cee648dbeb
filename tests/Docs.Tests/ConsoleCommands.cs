using System.CommandLine;
using EmailCampaign.Client;
using EmailCampaign.Client.Commands;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Terminals;

namespace EmailCampaign.Docs.Tests;

/// <summary>The console's own command tree; nothing of it is run.</summary>
internal sealed class ConsoleCommands : IDisposable
{
    private readonly Interruption _interruption = new(static _ => { });

    public ConsoleCommands() => Root = CampaignCommand.Build(new ConsoleContext
    {
        Terminal = new Terminal(TextWriter.Null, TextWriter.Null, interactive: false),
        Clock = TimeProvider.System,
        Connector = new EmbeddedOrJoined(TimeProvider.System),
        Interruption = _interruption,
    });

    public RootCommand Root { get; }

    /// <summary>Every command that does something, as it is typed: <c>dead-letters list</c>.</summary>
    public IEnumerable<string> Names => Leaves(Root, "");

    public void Dispose() => _interruption.Dispose();

    private static IEnumerable<string> Leaves(Command command, string path)
        => command.Subcommands.Count == 0
            ? [path]
            : command.Subcommands.SelectMany(child => Leaves(child, $"{path} {child.Name}".TrimStart()))
                .Concat(path.Length > 0 && command.Action is not null ? [path] : []); // providers
}
