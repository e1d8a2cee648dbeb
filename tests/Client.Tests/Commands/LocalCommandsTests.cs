using System.Text;
using System.Text.Json;
using EmailCampaign.Client.Tests.Fixtures;

namespace EmailCampaign.Client.Tests.Commands;

/// <summary>validate and preview: they work on files alone.</summary>
public sealed class LocalCommandsTests : IDisposable
{
    private readonly ConsoleFixture _console = new();

    [Fact]
    public async Task Validate_GoodRows_IsDone()
    {
        Assert.Equal(ExitCode.Done, await _console.RunAsync("validate", _console.Folder.Contacts(), "--template", _console.Folder.Template()));
        Assert.Equal("contacts.csv: utf-8, delimiter ',', e-mail column 'email'\n  rows        3 = 3 accepted + 0 rejected + 0 duplicates\n", _console.Output);
    }

    [Fact]
    public async Task Validate_BadRows_NamesLineAndReason()
    {
        var file = _console.Folder.Contacts("email,first_name\nada@example.com,Ada\nnobody,Bob\nbob@example.com\nADA@example.com,Twin\ncyd@example.com,\n");

        Assert.Equal(ExitCode.Flawed, await _console.RunAsync("validate", file, "--template", _console.Folder.Template()));
        Assert.Contains("rows        5 = 2 accepted + 2 rejected + 1 duplicate", _console.Output);
        Assert.Contains("line 3: bad-address: it is not an address", _console.Output);
        Assert.Contains("line 4: ragged: the row has 1 field where the header has 2", _console.Output);
        Assert.Contains("empty       {{ first_name }} in 1 row", _console.Output);
    }

    [Fact]
    public async Task Validate_DuplicatesAlone_IsDone()
    {
        var file = _console.Folder.Contacts("email\nada@example.com\nada@example.com\n");

        Assert.Equal(ExitCode.Done, await _console.RunAsync("validate", file));
    }

    [Fact]
    public async Task Validate_TwoMegabyteField_IsOneRejectedRow()
    {
        var file = _console.Folder.Contacts($"email,first_name\nada@example.com,{new string('x', 2_000_000)}\nbob@example.com,Bob\n");

        Assert.Equal(ExitCode.Flawed, await _console.RunAsync("validate", file, "--json"));
        var rows = JsonDocument.Parse(_console.Output).RootElement;
        Assert.Equal((1, 1), (rows.GetProperty("rows").GetProperty("accepted").GetInt32(), rows.GetProperty("rejected").GetProperty("too-long").GetInt32()));
    }

    [Fact]
    public async Task Validate_UnclosedQuote_NamesTheLineItOpens()
    {
        var file = _console.Folder.Contacts("email,first_name\nada@example.com,Ada\nbob@example.com,\"Bob\ncyd@example.com,Cyd\n");

        Assert.Equal(ExitCode.Flawed, await _console.RunAsync("validate", file));
        Assert.Contains("line 3: a quote opens here and never closes; the rest of the file was not read", _console.Output);
    }

    [Fact]
    public async Task Validate_Latin1_IsReadAndSaid()
    {
        var file = _console.Folder.File("contacts.csv", Encoding.Latin1.GetBytes("email,first_name\nada@example.com,Zoë\n"));

        Assert.Equal(ExitCode.Done, await _console.RunAsync("validate", file));
        Assert.StartsWith("contacts.csv: windows-1252", _console.Output);
        Assert.Contains("read as Windows-1252", _console.Error);
    }

    [Fact]
    public async Task Preview_Row_ShowsThatContactsMail()
    {
        Assert.Equal(ExitCode.Done, await _console.RunAsync(
            "preview", _console.Folder.Contacts(), "--template", _console.Folder.Template(), "--row", "2"));
        Assert.Contains("To: bob@example.com\n", _console.Output);
        Assert.Contains("Subject: Hello Bob\n", _console.Output);
        Assert.Contains("--- text ---\nDear Bob", _console.Output);
    }

    [Fact]
    public async Task Preview_Out_WritesTheMail()
    {
        var folder = Path.Combine(_console.Folder.Path, "out");

        Assert.Equal(ExitCode.Done, await _console.RunAsync(
            "preview", _console.Folder.Contacts(), "--template", _console.Folder.Template(), "--out", folder, "--from", "Acme <news@acme.example>"));

        var mail = await File.ReadAllTextAsync(Path.Combine(folder, "preview-line-2.eml"), TestContext.Current.CancellationToken);
        Assert.Contains("From: Acme <news@acme.example>\r\n", mail);
        Assert.Contains("To: ada@example.com\r\n", mail);
    }

    [Fact]
    public async Task Preview_HeaderReplyToAndName_AreInTheMailAsALaunchWouldSendIt()
    {
        var template = _console.Folder.Template(subject: "{{ campaign }} for {{ first_name }}");

        Assert.Equal(ExitCode.Done, await _console.RunAsync(
            "preview", _console.Folder.Contacts(), "--template", template, "--name", "Spring", "--reply-to", "Help <help@acme.example>",
            "--header", "List-Unsubscribe: <https://acme.example/u?to={{ email | url_encode }}>", "--header", "X-A: b"));
        Assert.Contains("Subject: Spring for Ada\n", _console.Output);
        Assert.Contains("Reply-To: help@acme.example\n", _console.Output);
        Assert.Contains("List-Unsubscribe: <https://acme.example/u?to=ada%40example.com>\n", _console.Output);
        Assert.Contains("X-A: b\n", _console.Output);
    }

    [Fact]
    public async Task Preview_Json_HasTheHeaders()
    {
        Assert.Equal(ExitCode.Done, await _console.RunAsync(
            "preview", _console.Folder.Contacts(), "--template", _console.Folder.Template(), "--json", "--reply-to", "help@acme.example", "--header", "X-A: {{ first_name }}"));
        Assert.EndsWith(""","replyTo":"help@acme.example","headers":[["X-A","Ada"]]}""" + "\n", _console.Output);
    }

    [Theory]
    [InlineData("--header", "Bcc: x@example.com", "--header Bcc: ")]
    [InlineData("--header", "nothing", "--header 'nothing'")]
    [InlineData("--header", "X-A: {{ nick }}", "nick")]
    [InlineData("--reply-to", "me", "--reply-to")]
    public async Task Preview_OptionThatALaunchRefuses_IsUsage(string option, string value, string sentence)
    {
        Assert.Equal(ExitCode.Usage, await _console.RunAsync(
            "preview", _console.Folder.Contacts(), "--template", _console.Folder.Template(), option, value));
        Assert.Contains(sentence, _console.Error);
        Assert.Equal("", _console.Output);
    }

    [Theory]
    [InlineData("preview")]
    [InlineData("validate")]
    public async Task Local_SettingGivenTwice_IsUsageLikeInALaunch(string command)
    {
        Assert.Equal(ExitCode.Usage, await _console.RunAsync(
            command, _console.Folder.Contacts(), "--template", _console.Folder.Template(), "--set", "plan=Pro", "--set", "plan=Free"));
        Assert.Equal("--set plan is given twice.\n", _console.Error);
    }

    [Theory]
    [InlineData("0", "--row counts contacts from 1.\n")]
    [InlineData("4", "There is no contact 4: 'contacts.csv' has 3 usable contacts.\n")]
    public async Task Preview_NoSuchRow_IsUsage(string row, string sentence)
    {
        Assert.Equal(ExitCode.Usage, await _console.RunAsync(
            "preview", _console.Folder.Contacts(), "--template", _console.Folder.Template(), "--row", row));
        Assert.Equal(sentence, _console.Error);
    }

    public void Dispose() => _console.Dispose();
}
