using System.Text;
using EmailCampaign.Client;
using EmailCampaign.Client.Commands;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Terminals;

// What goes on when a socket has something is our own sending and Orleans' hand-over to its schedulers, none of which blocks: so it may run where the
// socket is watched, without a hop to another thread. It is a tenth of what a mail costs. Somebody who knows better has set it already.
if (Environment.GetEnvironmentVariable(InlineCompletions) is null)
{
    Environment.SetEnvironmentVariable(InlineCompletions, "1");
}

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var interruption = new Interruption(Environment.Exit).Listen();
var console = new ConsoleContext
{
    Terminal = Terminal.Standard(),
    Clock = TimeProvider.System,
    Connector = new EmbeddedOrCluster(TimeProvider.System),
    Interruption = interruption,
};
return await CampaignCommand.RunAsync(console, args, Console.Out, Console.Error);

internal static partial class Program
{
    private const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
}
