using System.CommandLine;

namespace EmailCampaign.LoadTest;

/// <summary>The command line.</summary>
internal static class LoadTestCommand
{
    public static RootCommand Build()
    {
        var smtp = new Option<string?>("--smtp") { Description = "SMTP server on this machine that takes the mails.", HelpName = "HOST:PORT" };
        var sink = new Option<bool>("--sink") { Description = "Use the built-in sink, which also counts the mails (the default without --smtp)." };
        var contacts = new Option<int>("--contacts") { Description = "Recipients.", DefaultValueFactory = static _ => 50_000 };
        var workers = new Option<int>("--workers") { Description = "Senders, and connections of the bare loop.", DefaultValueFactory = static _ => 20 };
        var runs = new Option<int>("--runs") { Description = "Runs of each subject, in turn; medians are printed.", DefaultValueFactory = static _ => 1 };
        var bare = new Option<bool>("--bare-mailkit") { Description = "Measure a bare MailKit loop beside the campaign." };
        var peer = new Option<string[]>("--peer")
        {
            Description = "Measure a command, as in \"goloop {contacts} 20 {host}:{port}\"; may be repeated.",
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
        foreach (var number in new[] { contacts, workers, runs })
        {
            number.Validators.Add(result =>
            {
                if (result.Errors.Any() || result.GetValueOrDefault<int>() < 1)
                {
                    result.AddError($"{number.Name} must be a number of 1 or more.");
                }
            });
        }

        var root = new RootCommand("Measures a campaign end to end: the console's launch in its own process, embedded store, mails by SMTP to this machine.")
        {
            smtp, sink, contacts, workers, runs, bare, peer, json,
        };
        root.Validators.Add(result =>
        {
            if (result.GetValue(sink) && result.GetValue(smtp) is not null)
            {
                result.AddError("--smtp and --sink exclude each other.");
            }
        });
        root.SetAction((parse, token) => new LoadTestRun(new LoadTestOptions
        {
            Smtp = parse.GetValue(smtp) is { } text ? SmtpTarget.Parse(text) : null,
            Contacts = parse.GetValue(contacts),
            Workers = parse.GetValue(workers),
            Runs = parse.GetValue(runs),
            BareMailKit = parse.GetValue(bare),
            Peers = parse.GetValue(peer) ?? [],
            Json = parse.GetValue(json),
        }).RunAsync(token));
        return root;
    }
}
