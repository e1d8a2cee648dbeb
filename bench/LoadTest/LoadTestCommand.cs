using System.CommandLine;
using EmailCampaign.LoadTest.Programs;
using EmailCampaign.LoadTest.Sinks;
using EmailCampaign.LoadTest.Targets;

namespace EmailCampaign.LoadTest;

/// <summary>The command line.</summary>
internal static class LoadTestCommand
{
    public static RootCommand Build()
    {
        var smtp = new Option<string?>("--smtp") { Description = "SMTP server on this machine that takes the mails.", HelpName = "HOST:PORT" };
        var sink = new Option<bool>("--sink") { Description = "Use the built-in sink, which also counts the mails (the default)." };
        var postfix = new Option<FileInfo?>("--smtp-sink") { Description = "Use postfix's smtp-sink, which this is the path of." };
        var contacts = NumberOption.Of("--contacts", "Recipients.", 50_000);
        var workers = NumberOption.Of("--workers", "Senders, and connections of the bare loop.", 20);
        var runs = NumberOption.Of("--runs", "Runs of each subject, in turn; medians are printed.", 1);
        var consoles = new Option<DirectoryInfo[]>("--console")
        {
            Description = "Measure the console in this folder in place of the one that was built with this program; may be repeated, to compare builds.",
            DefaultValueFactory = static _ => [],
        };
        var bare = new Option<bool>("--bare-mailkit") { Description = "Measure a bare MailKit loop beside the campaign." };
        var peer = new Option<string[]>("--peer")
        {
            Description = "Measure a command, as in \"goloop {contacts} {template} 20 {host}:{port}\"; may be repeated.",
            HelpName = "COMMAND",
            DefaultValueFactory = static _ => [],
        };
        var json = new Option<bool>("--json") { Description = "One JSON object per subject." };

        smtp.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && SmtpTarget.Parse(text) is null)
            {
                result.AddError("--smtp must be HOST:PORT on this machine (localhost or a loopback address).");
            }
        });

        var root = new RootCommand("Measures a campaign end to end: the console's launch in its own process, embedded store, mails by SMTP to this machine.")
        {
            smtp, sink, postfix, contacts, workers, runs, consoles, bare, peer, json, TargetsCommand.Build(),
        };
        root.Validators.Add(result =>
        {
            if (new[] { result.GetValue(sink), result.GetValue(smtp) is not null, result.GetValue(postfix) is not null }.Count(static given => given) > 1)
            {
                result.AddError("--smtp, --smtp-sink and --sink exclude each other.");
            }
        });
        root.SetAction((parse, token) => new LoadTestRun(new LoadTestOptions
        {
            Sink = parse.GetValue(smtp) is { } text ? SinkKind.Given(SmtpTarget.Parse(text)!)
                : parse.GetValue(postfix) is { } program ? SinkKind.Postfix(program.FullName) : SinkKind.BuiltIn,
            Contacts = parse.GetValue(contacts),
            Workers = parse.GetValue(workers),
            Runs = parse.GetValue(runs),
            Consoles = parse.GetValue(consoles) is { Length: > 0 } folders
                ? [.. folders.Select(static folder => new ConsoleBuild(folder.Name, folder.FullName))] : [ConsoleBuild.Beside],
            BareMailKit = parse.GetValue(bare),
            Peers = parse.GetValue(peer) ?? [],
            Json = parse.GetValue(json),
        }).RunAsync(token));
        return root;
    }
}
