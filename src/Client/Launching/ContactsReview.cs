using EmailCampaign.Campaigns;
using EmailCampaign.Client.Contacts;
using EmailCampaign.Mail.Templates;

namespace EmailCampaign.Client.Launching;

/// <summary>Checks a contact file and, when there is one, a template for it: what validate and preview start with.</summary>
internal static class ContactsReview
{
    /// <returns>Nothing when something is wrong; the list says what.</returns>
    public static async Task<(ContactFile File, CompiledTemplate? Template)?> ReadAsync(
        ConsoleContext console,
        string path,
        string? emailColumn,
        TemplateChoice? choice,
        IReadOnlyList<string> settings,
        ProblemList problems,
        CancellationToken cancellationToken)
    {
        var variables = PairOptions.Settings(settings, problems);
        var headers = PairOptions.Headers(choice?.Headers ?? [], problems);
        var opening = await ContactsProbe.ReadAsync(path, emailColumn, cancellationToken);
        if (opening is ContactsOpening.Refused refused)
        {
            problems.Add(refused.Problem);
        }

        var opened = opening as ContactsOpening.Opened;
        foreach (var warning in opened?.Warnings ?? [])
        {
            console.Terminal.Message(warning);
        }

        CompiledTemplate? template = null;
        if (choice is not null)
        {
            var input = opened is null ? null : new TemplateInput
            {
                Columns = opened.File.Columns,
                Settings = variables,
                CampaignName = CampaignName.Of(choice.Name, choice.Folder),
                Now = console.Clock.GetUtcNow(),
                Headers = headers,
            };
            template = (await TemplateReview.ReadAsync(choice.Folder, input, problems, cancellationToken))?.Template;
        }

        return problems.All.Count > 0 || opened is null ? null : (opened.File, template);
    }
}
