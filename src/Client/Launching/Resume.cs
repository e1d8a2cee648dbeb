using EmailCampaign.Campaigns;
using EmailCampaign.Client.Commands;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Contacts;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Client.Watching;

namespace EmailCampaign.Client.Launching;

/// <summary>Goes on with a campaign: finishes its import, which needs the file again, or goes on sending.</summary>
internal sealed class Resume(ConsoleContext console, GlobalSettings settings)
{
    public async Task<int> RunAsync(string id, string? file, CancellationToken cancellationToken)
    {
        if (CampaignIdText.Parse(id).Problem is { } problem)
        {
            return Say(problem);
        }

        var reading = console.Connector.ReadSettings(settings);
        if (reading is not SettingsReading.Read { Accounts: var accounts })
        {
            return Say(((SettingsReading.Bad)reading).Message);
        }

        var (session, exitCode) = await CampaignSession.OpenAsync(console, settings, sends: true, cancellationToken);
        if (session is null)
        {
            return exitCode;
        }

        await using (session)
        {
            if (await session.Connection.GetStatusAsync(id) is not { } status)
            {
                return console.Terminal.NotFound(id);
            }

            var sending = new Sending(console, settings, session, accounts);
            return status.Phase == CampaignPhase.Importing || await NeedsFileAsync(session.Connection, id, status)
                ? await ImportAsync(session.Connection, sending, id, file, cancellationToken)
                : await GoOnAsync(session.Connection, sending, id, cancellationToken);
        }
    }

    // A campaign that was paused during its import is paused and unfinished at once.
    private static async Task<bool> NeedsFileAsync(ICampaignConnection connection, string id, CampaignStatus status)
        => status is { Phase: CampaignPhase.Paused, PauseReason: not PauseReason.ImportStopped }
            && await connection.GetImportProgressAsync(id) is { Finished: false, Refusal: CommandRefusal.None };

    private async Task<int> GoOnAsync(ICampaignConnection connection, Sending sending, string id, CancellationToken cancellationToken)
    {
        var resumed = await connection.ResumeAsync(id);
        return resumed.IsDone
            ? await sending.WatchAsync(id, cancellationToken)
            : console.Terminal.Refused(id, resumed.Refusal, resumed.Message);
    }

    private async Task<int> ImportAsync(
        ICampaignConnection connection, Sending sending, string id, string? file, CancellationToken cancellationToken)
    {
        if (await connection.GetContactsAsync(id) is not { } original)
        {
            return console.Terminal.NotFound(id);
        }

        if (file is null)
        {
            return Say($"The contacts of '{id}' are not all stored yet: give the file '{original.Name}' again, as in 'campaign resume {id} {original.Name}'.");
        }

        var opening = await ContactsProbe.ReadAsync(file, original.Columns[original.EmailColumn], cancellationToken);
        if (opening is not ContactsOpening.Opened { File: var found })
        {
            return Say(((ContactsOpening.Refused)opening).Problem);
        }

        if (found.Length != original.Length || found.Sha256 != original.Sha256)
        {
            return Say($"'{file}' is not the file that '{id}' was launched with ('{original.Name}', {original.Length} bytes, SHA-256 {original.Sha256[..12]}...): "
                + "resume needs the original.");
        }

        return await sending.ImportAndWatchAsync(id, new ContactUpload(file, original), watch: true, resumes: true, cancellationToken);
    }

    private int Say(string message)
    {
        console.Terminal.Message(message);
        return ExitCode.Usage;
    }
}
