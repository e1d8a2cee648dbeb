using EmailCampaign.Campaigns;
using EmailCampaign.Client.Contacts;
using EmailCampaign.Client.Wording;
using EmailCampaign.Mail.Csv;
using EmailCampaign.Mail.Templates;

namespace EmailCampaign.Client.Launching;

/// <summary>One contact of a file and its rendered mail: what preview shows and test-send sends.</summary>
/// <param name="Contact">The contact.</param>
/// <param name="Mail">Subject, bodies and headers, rendered for it.</param>
internal sealed record RowMail(ContactRow.Accepted Contact, Rendering.Rendered Mail)
{
    /// <param name="console">Told when there is no such contact, or it does not render.</param>
    /// <param name="path">The file, as it was typed.</param>
    /// <param name="file">The same, as it was found.</param>
    /// <param name="row">Which contact, from 1; rows that are not accepted do not count.</param>
    /// <param name="template">What is rendered.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The mail, or why there is none as an exit code.</returns>
    public static async Task<(RowMail? Mail, int ExitCode)> RenderAsync(
        ConsoleContext console, string path, ContactFile file, int row, CompiledTemplate template, CancellationToken cancellationToken)
    {
        var (contact, count) = await FindAsync(path, file, row, cancellationToken);
        if (contact is null)
        {
            console.Terminal.Message($"There is no contact {row}: '{file.Name}' has {Words.Count(count, "usable contact")}.");
            return (null, ExitCode.Usage);
        }

        switch (template.Render(contact.Values, contact.Address))
        {
            case Rendering.Rendered rendered:
                return (new RowMail(contact, rendered), ExitCode.Done);
            case Rendering.Failed failed:
                console.Terminal.Message(FormattableString.Invariant($"Line {contact.Line} does not render: {failed.File}: {failed.Problem}"));
                return (null, ExitCode.Flawed);
            default:
                throw new InvalidOperationException("Rendering has two results.");
        }
    }

    /// <summary>Tells which variables the contact leaves empty.</summary>
    public void SayWhatIsEmpty(ConsoleContext console)
    {
        if (Mail.EmptyVariables.Count > 0)
        {
            console.Terminal.Message($"Empty in this row: {string.Join(", ", Mail.EmptyVariables)}.");
        }
    }

    private static async Task<(ContactRow.Accepted? Contact, int Count)> FindAsync(string path, ContactFile file, int row, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var read in new ContactRows(path, file).ReadAsync(cancellationToken))
        {
            if (read is ContactRow.Accepted contact && ++count == row)
            {
                return (contact, count);
            }
        }

        return (null, count);
    }
}
