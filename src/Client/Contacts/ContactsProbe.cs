using EmailCampaign.Campaigns;
using EmailCampaign.Mail.Csv;

namespace EmailCampaign.Client.Contacts;

/// <summary>The first pass over a contact file: whether it can be read, how, and which column has the addresses.</summary>
internal static class ContactsProbe
{
    /// <param name="path">As it was typed.</param>
    /// <param name="emailColumn">The column that was asked for; null for the usual names.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<ContactsOpening> ReadAsync(string path, string? emailColumn, CancellationToken cancellationToken)
    {
        if (System.IO.Directory.Exists(path))
        {
            return new ContactsOpening.Refused($"'{path}' is a folder, not a CSV file.");
        }

        CsvProbeResult result;
        try
        {
            await using var file = ContactsStream.Open(path);
            result = await CsvProbe.ReadAsync(file, cancellationToken);
        }
        catch (FileNotFoundException)
        {
            return new ContactsOpening.Refused($"There is no file '{path}'.");
        }
        catch (DirectoryNotFoundException)
        {
            return new ContactsOpening.Refused($"There is no file '{path}'.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new ContactsOpening.Refused($"'{path}' cannot be read: {error.Message}");
        }

        return result switch
        {
            CsvProbeResult.Readable readable => Choose(path, readable, emailColumn),
            CsvProbeResult.Unreadable unreadable => new ContactsOpening.Refused($"'{path}' cannot be imported: {unreadable.Problem}."),
            _ => throw new InvalidOperationException("A probe has two results."),
        };
    }

    private static ContactsOpening Choose(string path, CsvProbeResult.Readable readable, string? emailColumn)
    {
        if (EmailColumn.Find(readable.Columns, emailColumn) is not { } column)
        {
            var found = string.Join(", ", readable.Columns.Select(static name => name.Length == 0 ? "(no name)" : name));
            return new ContactsOpening.Refused(emailColumn is null
                ? $"'{path}' has no column of e-mail addresses; its columns are: {found}. Name the right one with --email-column."
                : $"'{path}' has no column '{emailColumn}'; its columns are: {found}.");
        }

        return new ContactsOpening.Opened(
            new ContactFile
            {
                Name = Path.GetFileName(path),
                Length = readable.Length,
                Sha256 = readable.Sha256,
                Encoding = readable.Dialect.Encoding,
                ByteOrderMark = readable.Dialect.ByteOrderMark,
                Delimiter = readable.Dialect.Delimiter,
                SeparatorLine = readable.Dialect.SeparatorLine,
                Columns = readable.Columns,
                EmailColumn = column,
            },
            readable.Warnings);
    }
}
