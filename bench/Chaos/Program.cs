using System.CommandLine;
using EmailCampaign.Chaos;

// Ctrl-C ends the round: time to end its silos and the database, which would otherwise be left behind.
return await ChaosCommand.Build().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
