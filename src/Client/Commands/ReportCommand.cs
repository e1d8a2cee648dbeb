using System.CommandLine;
using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Json;
using EmailCampaign.Client.Listing;
using EmailCampaign.Client.Reports;
using EmailCampaign.Client.Wording;

namespace EmailCampaign.Client.Commands;

/// <summary><c>report ID [--html FILE] [--no-addresses]</c></summary>
internal static class ReportCommand
{
    public static Command Create(CommandRun run)
    {
        var id = Arguments.Id();
        var html = Arguments.Text("--html", "FILE", "Write one HTML page that needs nothing else. It shows addresses, of up to 50 dead letters and 50 in doubt: personal data.");
        var noAddresses = Arguments.Flag("--no-addresses", "Leave the addresses out, also where a reply holds one. Domains stay.");
        var command = new Command(
            "report",
            "What became of a campaign, for a person: totals, when it was sent, outcomes by account and domain, reasons, and what to do next. As text; with --html as a "
                + "page, which is personal data unless --no-addresses is given; with --json as one object (docs/guides/operate.md).")
        {
            id, html, noAddresses,
        };
        run.Attach(command, (parse, settings, token) =>
        {
            var campaign = parse.GetRequiredValue(id);
            if (parse.GetValue(html) is { } file && string.IsNullOrWhiteSpace(file))
            {
                run.Console.Terminal.Message("--html is empty: name the file to write.");
                return Task.FromResult(ExitCode.Usage);
            }

            return ConnectedRun.OverCampaignAsync(
                run.Console,
                settings,
                campaign,
                connection => RunAsync(run.Console, settings, connection, campaign, parse.GetValue(html), parse.GetValue(noAddresses), token),
                token);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        ConsoleContext console, GlobalSettings settings, ICampaignConnection connection, string id, string? file, bool masked, CancellationToken token)
    {
        if (await connection.GetStatusAsync(id) is not { } status)
        {
            return console.Terminal.NotFound(id);
        }

        if (status.Phase == CampaignPhase.Deleting)
        {
            return console.Terminal.Refused(id, CommandRefusal.Deleting, message: null);
        }

        if (file is null)
        {
            Print(console, settings, await ReadAsync(console, connection, status, masked, token), file);
            return ExitCode.Done;
        }

        await using var page = new ReportFile(file);
        var report = await ReadAsync(console, connection, status, masked, token);
        await page.CompleteAsync(await ReportTemplate.RenderAsync(new ReportPage(report, masked)), token);
        Print(console, settings, report, file);
        return ExitCode.Done;
    }

    private static async Task<CampaignReport> ReadAsync(
        ConsoleContext console, ICampaignConnection connection, CampaignStatus status, bool masked, CancellationToken token)
    {
        var tally = new ReportTally();
        var from = console.Clock.GetUtcNow();
        await foreach (var recipient in RowPages.RecipientsAsync(connection, status, new RecipientQuery(), token))
        {
            tally.Add(recipient);
        }

        var report = tally.Report(status, from, console.Clock.GetUtcNow());
        return masked ? ReportMask.Of(report) : report;
    }

    private static void Print(ConsoleContext console, GlobalSettings settings, CampaignReport report, string? file)
    {
        if (settings.Json)
        {
            console.Terminal.Result(ReportJson.Of(report, file));
        }
        else if (file is not null)
        {
            console.Terminal.Result($"The report on {report.Campaign.Id} ({Words.Count(report.Counts.Total, "recipient")}) written to {file}");
        }
        else
        {
            foreach (var line in ReportWords.Lines(report))
            {
                console.Terminal.Result(line);
            }
        }
    }
}
