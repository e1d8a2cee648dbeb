using System.Text;
using EmailCampaign.Mail.Templates;

namespace EmailCampaign.Mail.Tests.Templates;

public sealed class TemplateFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("template-");

    [Fact]
    public async Task Read_WholeFolder_GivesTextsAndFilesInOrder()
    {
        Write("subject.txt", "  Hi {{ x }} \r\n\r\n");
        Write("body.html", "\uFEFF<p>Zoë</p>");
        Write("body.txt", "Zoë\n");
        Write("attachments/b.pdf", "pdf");
        Write("attachments/a.csv", "csv");
        Write("attachments/.DS_Store", "litter");
        Write("attachments/Thumbs.db", "litter");

        var source = Assert.IsType<TemplateReading.Read>(await ReadAsync()).Source;

        Assert.Equal("Hi {{ x }}", source.Subject);
        Assert.Equal("<p>Zoë</p>", source.Html);
        Assert.Equal("Zoë\n", source.Text);
        Assert.Equal(
            [("a.csv", "text/csv", "csv"), ("b.pdf", "application/pdf", "pdf")],
            source.Attachments.Select(file => (file.FileName, file.ContentType, Encoding.UTF8.GetString(file.Content.Span))));
    }

    [Fact]
    public async Task Read_OneBody_LeavesTheOtherOut()
    {
        Write("subject.txt", "Hi");
        Write("body.txt", "text");

        var source = Assert.IsType<TemplateReading.Read>(await ReadAsync()).Source;

        Assert.Null(source.Html);
        Assert.Empty(source.Attachments);
    }

    [Fact]
    public async Task Read_NoFolder_IsAProblem()
    {
        var path = Path.Combine(_folder.FullName, "nope");

        var reading = await TemplateFolder.ReadAsync(path, TestContext.Current.CancellationToken);

        var problem = Assert.Single(Assert.IsType<TemplateReading.Unreadable>(reading).Problems);
        Assert.Equal($"{path}: there is no such folder", problem.ToString());
    }

    [Fact]
    public async Task Read_EmptyFolder_NamesWhatIsMissing()
        => Assert.Equal(
            ["subject.txt: the file is missing", "body.html: the template has no body: write body.html, body.txt or both"],
            await ProblemsAsync());

    [Fact]
    public async Task Read_EmptyFiles_AreProblems()
    {
        Write("subject.txt", "\n");
        Write("body.html", "");
        Write("attachments/a.csv", "");

        Assert.Equal(
            ["subject.txt: the file is empty", "body.html: the file is empty", "attachments/a.csv: the file is empty"],
            await ProblemsAsync());
    }

    [Theory]
    [InlineData("Hi\nthere\n", "subject.txt:2: a subject is one line; only the first line may hold text")]
    [InlineData("Hi\r\n\r\nthere", "subject.txt:3: a subject is one line; only the first line may hold text")]
    public async Task Read_SubjectOfMoreLines_IsAProblem(string subject, string expected)
    {
        Write("subject.txt", subject);
        Write("body.txt", "text");

        Assert.Equal([expected], await ProblemsAsync());
    }

    [Fact]
    public async Task Read_NotUtf8_SaysTheLine()
    {
        Write("subject.txt", "Hi");
        File.WriteAllBytes(Path.Combine(_folder.FullName, "body.txt"), Encoding.Latin1.GetBytes("one\ntwo\nZoë\nfour"));

        Assert.Equal(["body.txt:3: the file is not UTF-8; save it as UTF-8"], await ProblemsAsync());
    }

    [Fact]
    public async Task Read_TooLarge_IsAProblem()
    {
        Write("subject.txt", "Hi");
        Write("body.html", new string('x', (1024 * 1024) + 1));
        Write("attachments/a.bin", new string('x', 6 * 1024 * 1024));
        Write("attachments/b.bin", new string('x', 5 * 1024 * 1024));

        Assert.Equal(
            ["body.html: the file is larger than 1 MB", "attachments: the files are 11 MB together; at most 10 MB go with a mail"],
            await ProblemsAsync());
    }

    [Fact]
    public async Task Read_FolderInAttachments_IsAProblem()
    {
        Write("subject.txt", "Hi");
        Write("body.txt", "text");
        Write("attachments/more/a.csv", "csv");

        Assert.Equal(
            ["attachments/more: a folder cannot be attached; put the files into attachments/ itself"], await ProblemsAsync());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string name, string text)
    {
        var file = new FileInfo(Path.Combine(_folder.FullName, name));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, text);
    }

    private Task<TemplateReading> ReadAsync() => TemplateFolder.ReadAsync(_folder.FullName, TestContext.Current.CancellationToken);

    private async Task<IEnumerable<string>> ProblemsAsync()
        => Assert.IsType<TemplateReading.Unreadable>(await ReadAsync()).Problems.Select(problem => problem.ToString());
}
