using EmailCampaign.Campaigns;
using EmailCampaign.Client.Contacts;
using EmailCampaign.Client.Parsing;
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
        string? templateFolder,
        IReadOnlyList<string> settings,
        ProblemList problems,
        CancellationToken cancellationToken)
    {
        var pairs = settings.Select(text => problems.Take(PairText.ParseSetting(text))).Where(static pair => pair.Key is not null).ToList();
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
        if (templateFolder is not null)
        {
            var input = opened is null ? null : new TemplateInput
            {
                Columns = opened.File.Columns,
                Settings = pairs.DistinctBy(static pair => pair.Key).ToDictionary(),
                CampaignName = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(templateFolder))),
                Now = console.Clock.GetUtcNow(),
            };
            template = (await TemplateReview.ReadAsync(templateFolder, input, problems, cancellationToken))?.Template;
        }

        return problems.All.Count > 0 || opened is null ? null : (opened.File, template);
    }
}
