using System.CommandLine;
using System.Globalization;
using System.Net;
using EmailCampaign.LoadTest;

var smtp = new Option<string?>("--smtp") { Description = "SMTP server to send to, HOST:PORT on the loopback interface." };
var sink = new Option<bool>("--sink") { Description = "Send to a counting server of our own, started as a process." };
var contacts = new Option<int>("--contacts") { Description = "Number of contacts.", DefaultValueFactory = static _ => 50_000 };
var workers = new Option<int>("--workers") { Description = "Senders and connections.", DefaultValueFactory = static _ => 20 };
var runs = new Option<int>("--runs") { Description = "Runs of each subject, in turn; medians are printed.", DefaultValueFactory = static _ => 1 };
var bare = new Option<bool>("--bare-mailkit") { Description = "Measure a bare MailKit loop beside it." };
var peers = new Option<string[]>("--peer") { Description = "Measure a command beside it: \"PROGRAM {contacts} 20 {host}:{port}\"." };
var json = new Option<bool>("--json") { Description = "One JSON object a line." };

var root = new RootCommand("Measures a launch from contacts to the last accepted mail.") { smtp, sink, contacts, workers, runs, bare, peers, json };
root.SetAction(async (parse, cancellation) =>
{
    var target = parse.GetValue(smtp);
    if ((target is null) != parse.GetValue(sink))
    {
        await Console.Error.WriteLineAsync("Give either --smtp HOST:PORT or --sink.");
        return 2;
    }

    await using var own = target is null ? await SinkProcess.StartAsync(cancellation) : null;
    var address = target ?? own!.Address;
    if (!IPEndPoint.TryParse(address.Replace("localhost", "127.0.0.1", StringComparison.Ordinal), out var endpoint) || !IPAddress.IsLoopback(endpoint.Address))
    {
        await Console.Error.WriteLineAsync($"'{address}' is not an address of this machine: a load test goes nowhere else.");
        return 2;
    }

    using var material = Material.Create(parse.GetValue(contacts));
    var subjects = new List<Subject> { Subject.Campaign(material, endpoint, parse.GetValue(workers)) };
    if (parse.GetValue(bare))
    {
        subjects.Add(Subject.BareMailKit(material, endpoint, parse.GetValue(workers)));
    }

    subjects.AddRange((parse.GetValue(peers) ?? []).Select(peer => Subject.Peer(peer, material, endpoint)));
    return await Comparison.RunAsync(subjects, parse.GetValue(runs), material.Contacts, parse.GetValue(json), cancellation);
});

// The two roles that are processes of their own, so that their CPU is their own.
return args switch
{
    [SinkProcess.Role] => await SinkProcess.ServeAsync(),
    [BareMailKit.Role, var file, var port, var connections] => await BareMailKit.RunAsync(file, int.Parse(port, CultureInfo.InvariantCulture), int.Parse(connections, CultureInfo.InvariantCulture)),
    _ => await root.Parse(args).InvokeAsync(),
};
