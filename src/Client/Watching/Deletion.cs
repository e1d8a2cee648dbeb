using EmailCampaign.Campaigns;
using EmailCampaign.Client.Commands;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Json;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Client.Wording;

namespace EmailCampaign.Client.Watching;

/// <summary>
/// Deletes a campaign, and stays until it is gone. The silo need not send, so that deleting one campaign does not set others to work; cut
/// off, the deletion goes on with the next silo.
/// </summary>
internal sealed class Deletion(ConsoleContext console, GlobalSettings settings)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <param name="id">The campaign.</param>
    /// <param name="confirmed">Whether the person has said so already.</param>
    /// <param name="cancellationToken">The person interrupted.</param>
    public async Task<int> RunAsync(string id, bool confirmed, CancellationToken cancellationToken)
    {
        if (CampaignIdText.Parse(id).Problem is { } problem)
        {
            return Refuse(problem);
        }

        if (!confirmed && !console.Terminal.CanAsk)
        {
            return Refuse($"Deleting '{id}' cannot be undone and there is nobody to ask: say so with --yes.");
        }

        var reading = console.Connector.ReadSettings(settings);
        if (reading is not SettingsReading.Read { Accounts: var accounts })
        {
            return Refuse(((SettingsReading.Bad)reading).Message);
        }

        var (session, exitCode) = await CampaignSession.OpenAsync(console, settings, sends: false, cancellationToken);
        if (session is null)
        {
            return exitCode;
        }

        await using (session)
        {
            var status = await session.Connection.GetStatusAsync(id);
            if (status is not null && !confirmed && !await ConfirmAsync(status, cancellationToken))
            {
                return Refuse("Nothing was deleted.");
            }

            var result = await session.Connection.DeleteAsync(id);
            if (!result.IsDone)
            {
                return console.Terminal.Refused(id, result.Refusal, result.Message);
            }

            try
            {
                await UntilGoneAsync(session.Connection, id, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                console.Terminal.Message(session.Connection.Hosts
                    ? $"Interrupted. What is left of '{id}' goes away with the next command on this data directory."
                    : $"Stopped watching; the deletion goes on in {session.Connection.Keeper}.");
                return ExitCode.Interrupted;
            }

            Say(id, status, accounts);
            return ExitCode.Done;
        }
    }

    private async Task<bool> ConfirmAsync(CampaignStatus status, CancellationToken cancellationToken)
        => await console.Terminal.AskAsync(
            $"'{status.Id}' ({status.Name}, {KebabNames.Of(status.Phase)}, {Words.Count(status.Rows.Accepted, "recipient")}) will be gone for good; "
                + $"'campaign export {status.Id} FILE.zip' keeps what you need. Type its id to delete it: ",
            cancellationToken) == status.Id;

    // The last thing to go is the directory's entry, which a status does not show: a hosting console looks at its silo too.
    private async Task UntilGoneAsync(ICampaignConnection connection, string id, CancellationToken cancellationToken)
    {
        await using var display = Displays.For(console, settings);
        while (true)
        {
            try
            {
                var status = await connection.GetStatusAsync(id);
                if (status is null && !connection.Work.Deleting.Contains(id))
                {
                    return;
                }

                if (status is not null)
                {
                    display.Report(status);
                }
            }
            catch (TimeoutException)
            {
                // A busy silo: its answer comes with the next question.
            }

            await Task.Delay(Interval, console.Clock, cancellationToken);
        }
    }

    private void Say(string id, CampaignStatus? status, IProviderAccounts accounts)
    {
        var (recipients, rejected) = (status?.Rows.Accepted ?? 0, (status?.Rows.Rejected ?? 0) + (status?.Rows.Duplicates ?? 0));
        if (settings.Json)
        {
            console.Terminal.Result(JsonLine.Of(json =>
            {
                json.WriteString("deleted", id);
                json.WriteNumber("recipients", recipients);
                json.WriteNumber("rejectedRows", rejected);
            }));
            return;
        }

        console.Terminal.Result($"Deleted '{id}': {Words.Count(recipients, "recipient")}, {Words.Count(rejected, "rejected row")}.");
        if (status is not null && accounts.Folder(status.Provider) is { } folder)
        {
            console.Terminal.Result(settings.Cluster is null
                ? $"Its mails in {Path.Combine(folder, id)} are deleted too."
                : $"Mails may be left in {folder}: delete '{id}' there by hand.");
        }
    }

    private int Refuse(string message)
    {
        console.Terminal.Message(message);
        return ExitCode.Usage;
    }
}
