using System.CommandLine;
using EmailCampaign.Batches;
using EmailCampaign.Client.Listing;

namespace EmailCampaign.Client.Commands;

/// <summary><c>recipients ID [--status dead,waiting,...] [--email A] [--export FILE]</c></summary>
internal static class RecipientsCommand
{
    public static Command Create(CommandRun run)
    {
        var id = Arguments.Id();
        var status = Arguments.Text("--status", "LIST", "Only these: pending, claimed, waiting, sent, dead, in-doubt, suppressed, discarded, cancelled.");
        var email = Arguments.Text("--email", "ADDRESS", "Only this recipient.");
        var export = Arguments.Export();
        var command = new Command("recipients", "Who got it, who did not, and why.") { id, status, email, export };
        run.Attach(command, (parse, settings, token) =>
        {
            var console = run.Console;
            var campaign = parse.GetRequiredValue(id);
            var statuses = ShownStatuses.Parse(parse.GetValue(status));
            if (statuses.Problem is { } problem)
            {
                console.Terminal.Message(problem);
                return Task.FromResult(ExitCode.Usage);
            }

            var wanted = statuses.Value ?? ShownStatuses.All;
            return ConnectedRun.OverCampaignAsync(
                console,
                settings,
                campaign,
                async connection => await connection.GetStatusAsync(campaign) is not { } found
                    ? console.Terminal.NotFound(campaign)
                    : await RowOutput.WriteAsync(
                        console,
                        settings,
                        parse.GetValue(export),
                        RowShapes.Recipient,
                        RowPages.RecipientsAsync(
                            connection, found, new RecipientQuery { Statuses = wanted.ToAsk(found), Email = parse.GetValue(email) }, token).Where(wanted.Include),
                        "No recipient is like that.",
                        token),
                token);
        });
        return command;
    }
}
