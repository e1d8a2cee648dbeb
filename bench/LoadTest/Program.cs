using EmailCampaign.LoadTest;
using EmailCampaign.LoadTest.Children;

// Whatever has to have its own CPU time and memory is this same program in a child process.
return args switch
{
    [SinkChild.Verb] => await SinkChild.RunAsync(),
    [BareMailKitChild.Verb, var contacts, var connections, var host, var port] => await BareMailKitChild.RunAsync(contacts, connections, host, port),
    _ => await LoadTestCommand.Build().Parse(args).InvokeAsync(),
};
