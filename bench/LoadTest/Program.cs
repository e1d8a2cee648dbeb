using System.CommandLine;
using System.Globalization;
using EmailCampaign.LoadTest;
using EmailCampaign.LoadTest.Children;

// Whatever has to have its own CPU time and memory is this same program in a child process.
return args switch
{
    [SinkChild.Verb] => await SinkChild.RunAsync(queueIdLength: 0),
    [SinkChild.Verb, var length] => await SinkChild.RunAsync(int.Parse(length, CultureInfo.InvariantCulture)),
    [ResendChild.Verb, var each] => await ResendChild.RunAsync(TimeSpan.FromMilliseconds(int.Parse(each, CultureInfo.InvariantCulture))),
    [BareMailKitChild.Verb, var contacts, var connections, var host, var port] => await BareMailKitChild.RunAsync(contacts, connections, host, port),

    // Ctrl-C ends the run: time to end its silos and the database, which would otherwise be left behind.
    _ => await LoadTestCommand.Build().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) }),
};
