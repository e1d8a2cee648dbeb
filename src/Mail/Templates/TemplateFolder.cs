using System.Globalization;
using System.Text;
using System.Text.Unicode;
using EmailCampaign.Mail.Sending;
using MimeKit;

namespace EmailCampaign.Mail.Templates;

/// <summary>
/// Reads a template from its folder: <c>subject.txt</c>, <c>body.html</c> and/or <c>body.txt</c>, and the files in
/// <c>attachments/</c> (10 MB in all).
/// </summary>
public static class TemplateFolder
{
    private static readonly HashSet<string> Litter = new(StringComparer.OrdinalIgnoreCase) { "Thumbs.db", "desktop.ini" };

    /// <summary>Reads everything and reports all problems at once. A folder that cannot be read is a problem, not an exception.</summary>
    public static async Task<TemplateReading> ReadAsync(string path, CancellationToken ct)
    {
        if (!Directory.Exists(path))
        {
            return new TemplateReading.Unreadable([new(path, 0, "there is no such folder")]);
        }

        try
        {
            return await ReadFolderAsync(path, ct).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new TemplateReading.Unreadable([new(path, 0, "the folder cannot be read")]);
        }
    }

    private static async Task<TemplateReading> ReadFolderAsync(string path, CancellationToken ct)
    {
        var problems = new List<TemplateProblem>();
        var subject = await TextAsync(path, "subject.txt", problems, ct).ConfigureAwait(false);
        var html = await TextAsync(path, "body.html", problems, ct).ConfigureAwait(false);
        var text = await TextAsync(path, "body.txt", problems, ct).ConfigureAwait(false);
        if (subject is null && !File.Exists(Path.Combine(path, "subject.txt")))
        {
            problems.Add(new("subject.txt", 0, "the file is missing"));
        }

        if (html is null && text is null && !problems.Exists(problem => problem.File.StartsWith("body.", StringComparison.Ordinal)))
        {
            problems.Add(new("body.html", 0, "the template has no body: write body.html, body.txt or both"));
        }

        var line = SubjectLine(subject ?? "", problems);
        var attachments = await AttachmentsAsync(path, problems, ct).ConfigureAwait(false);
        return problems.Count > 0
            ? new TemplateReading.Unreadable(problems)
            : new TemplateReading.Read(new() { Subject = line, Html = html, Text = text, Attachments = attachments });
    }

    private static string SubjectLine(string subject, List<TemplateProblem> problems)
    {
        var lines = subject.ReplaceLineEndings("\n").Split('\n');
        var second = Array.FindIndex(lines, 1, line => !string.IsNullOrWhiteSpace(line));
        if (second > 0)
        {
            problems.Add(new("subject.txt", second + 1, "a subject is one line; only the first line may hold text"));
        }

        return lines[0].Trim();
    }

    private static async Task<string?> TextAsync(
        string folder, string name, List<TemplateProblem> problems, CancellationToken ct)
    {
        var file = new FileInfo(Path.Combine(folder, name));
        if (!file.Exists)
        {
            return null;
        }

        if (file.Length > TemplateLimits.Source)
        {
            problems.Add(new(name, 0, $"the file is larger than {Megabytes(TemplateLimits.Source)}"));
            return null;
        }

        if (await BytesAsync(file, name, problems, ct).ConfigureAwait(false) is not { } bytes)
        {
            return null;
        }

        if (!Utf8.IsValid(bytes))
        {
            problems.Add(new(name, LineOfFault(bytes), "the file is not UTF-8; save it as UTF-8"));
            return null;
        }

        ReadOnlySpan<byte> content = bytes;
        var text = Encoding.UTF8.GetString(content.StartsWith(Encoding.UTF8.Preamble) ? content[3..] : content);
        if (string.IsNullOrWhiteSpace(text))
        {
            problems.Add(new(name, 0, "the file is empty"));
            return null;
        }

        return text;
    }

    private static int LineOfFault(byte[] bytes)
    {
        var rest = (ReadOnlySpan<byte>)bytes;
        while (Rune.DecodeFromUtf8(rest, out _, out var consumed) is System.Buffers.OperationStatus.Done && rest.Length > 0)
        {
            rest = rest[consumed..];
        }

        return bytes.AsSpan(0, bytes.Length - rest.Length).Count((byte)'\n') + 1;
    }

    private static async Task<IReadOnlyList<MailAttachment>> AttachmentsAsync(
        string path, List<TemplateProblem> problems, CancellationToken ct)
    {
        var folder = new DirectoryInfo(Path.Combine(path, "attachments"));
        if (!folder.Exists)
        {
            return [];
        }

        foreach (var inner in folder.EnumerateDirectories().OrderBy(inner => inner.Name, StringComparer.Ordinal))
        {
            problems.Add(new($"attachments/{inner.Name}", 0, "a folder cannot be attached; put the files into attachments/ itself"));
        }

        // The order of the file system differs between machines; the order in the mail must not.
        var files = folder.EnumerateFiles().Where(file => file.Name[0] != '.' && !Litter.Contains(file.Name))
            .OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
        if (files.Sum(file => file.Length) is var total && total > TemplateLimits.Attachments)
        {
            problems.Add(new(
                "attachments", 0, $"the files are {Megabytes(total)} together; at most {Megabytes(TemplateLimits.Attachments)} go with a mail"));
            return [];
        }

        var attachments = new List<MailAttachment>(files.Count);
        foreach (var file in files)
        {
            var name = $"attachments/{file.Name}";
            if (file.Length == 0)
            {
                problems.Add(new(name, 0, "the file is empty"));
            }
            else if (await BytesAsync(file, name, problems, ct).ConfigureAwait(false) is { } bytes)
            {
                attachments.Add(new(file.Name, MimeTypes.GetMimeType(file.Name), bytes));
            }
        }

        return attachments;
    }

    private static async Task<byte[]?> BytesAsync(
        FileInfo file, string name, List<TemplateProblem> problems, CancellationToken ct)
    {
        try
        {
            return await File.ReadAllBytesAsync(file.FullName, ct).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add(new(name, 0, "the file cannot be read"));
            return null;
        }
    }

    private static string Megabytes(long bytes)
        => (bytes / 1024d / 1024d).ToString("0.#", CultureInfo.InvariantCulture) + " MB";
}
