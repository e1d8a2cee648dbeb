using EmailCampaign.Campaigns;
using EmailCampaign.Mail.Templates;

namespace EmailCampaign.Client.Launching;

/// <summary>Reads a template folder and compiles it for the columns of a file, collecting every problem.</summary>
internal static class TemplateReview
{
    /// <returns>Nothing when there were problems; they are in the list, as <c>file:line: message</c>.</returns>
    public static async Task<(TemplateSource Source, CompiledTemplate Template)?> ReadAsync(
        string folder, TemplateInput? input, ProblemList problems, CancellationToken cancellationToken)
    {
        var reading = await TemplateFolder.ReadAsync(folder, cancellationToken);
        if (reading is not TemplateReading.Read { Source: var source })
        {
            Note(folder, ((TemplateReading.Unreadable)reading).Problems, problems);
            return null;
        }

        if (input is null)
        {
            return null; // without columns there is nothing to compile for; the file's own problem is noted already
        }

        switch (CompiledTemplate.Compile(source, input))
        {
            case TemplateCompilation.Compiled compiled:
                return (source, compiled.Template);
            case TemplateCompilation.Failed failed:
                Note(folder, failed.Problems, problems);
                return null;
            default:
                throw new InvalidOperationException("A compilation has two results.");
        }
    }

    public static TemplateContent ToContent(this TemplateSource source) => new()
    {
        Subject = source.Subject,
        Html = source.Html,
        Text = source.Text,
        Attachments = [.. source.Attachments.Select(static file => new AttachedFile(file.FileName, file.ContentType, file.Content.ToArray()))],
    };

    private static void Note(string folder, IReadOnlyList<TemplateProblem> found, ProblemList problems)
    {
        foreach (var problem in found)
        {
            problems.Add($"Template '{folder}': {problem}");
        }
    }
}
