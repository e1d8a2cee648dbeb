using System.Text;
using EmailCampaign.Client;
using EmailCampaign.Client.Commands;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Terminals;
using EmailCampaign.Silo.Hosting;

SchedulingPolicy.UseBatch();
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
