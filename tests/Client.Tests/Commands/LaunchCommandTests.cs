using System.Text;
using System.Text.Json;
using EmailCampaign.Accounts;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Commands;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Terminals;
using EmailCampaign.Client.Tests.Fixtures;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.Client.Tests.Commands;

public sealed class LaunchCommandTests : IDisposable
{
    private readonly ConsoleFixture _console = new();

    [Fact]
    public async Task Launch_Good_CreatesImportsAndWatches()
    {
        _console.Campaigns.Say(Statuses.Sending, Statuses.Completed with { Provider = "outbox" });

        Assert.Equal(ExitCode.Done, await _console.LaunchAsync("--set", "plan=Pro", "--header", "X-A: {{ first_name }}", "--rate", "600/m"));

        var definition = _console.Campaigns.Definition!;
        Assert.Equal(("spring", "welcome", "Acme", "news@acme.example"), (definition.Id, definition.Name, definition.FromName, definition.FromAddress));
        Assert.Equal(("outbox", 10.0, DeliveryGuarantee.AtLeastOnce), (definition.Provider, definition.RatePerSecond, definition.Guarantee));
        Assert.Equal([new("X-A", "{{ first_name }}")], definition.Headers);
        Assert.Equal([new("plan", "Pro")], definition.Settings);
        Assert.Equal("Hello {{ first_name }}", definition.Template.Subject);
        Assert.Equal(("contacts.csv", 0), (definition.Contacts.Name, definition.Contacts.EmailColumn));
        Assert.Equal(TemporaryFolder.ThreeContacts, Encoding.UTF8.GetString(_console.Campaigns.Imported));
        Assert.Equal([true], _console.Connector.Asked);
        Assert.True(_console.Campaigns.Disposed);
    }

    [Fact]
    public async Task Launch_Outbox_SaysLoudlyThatNothingLeft()
    {
        _console.Campaigns.Say(Statuses.Completed with { Provider = "outbox" });

        await _console.LaunchAsync();

        Assert.Contains("*** NOTHING LEFT THIS MACHINE", _console.Output);
        Assert.Contains($"The mails are in {Path.Combine("/data/outbox", "spring")}\n", _console.Output);
    }

    [Fact]
    public async Task Launch_Smtp_ClaimsNothingOfTheKind()
    {
        _console.Campaigns.Say(Statuses.Completed);

        await _console.LaunchAsync("--provider", "smtp");

        Assert.DoesNotContain("NOTHING LEFT", _console.Output);
        Assert.Contains("  took        1 min 30 s, 2/m on average", _console.Output);
    }

    [Fact]
    public async Task Launch_Json_EndsWithTheStatus()
    {
        _console.Campaigns.Say(Statuses.Sending, Statuses.Completed);

        Assert.Equal(ExitCode.Done, await _console.LaunchAsync("--json"));

        var lines = _console.OutputLines.Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.All(lines.SkipLast(1), static line => Assert.True(line.TryGetProperty("progress", out _)));
        Assert.Equal("completed", lines[^1].GetProperty("phase").GetString());
        Assert.False(lines[^1].TryGetProperty("progress", out _));
    }

    [Theory]
    [InlineData("--no-watch")]
    [InlineData("--json")]
    public async Task Launch_StandardOutputIsFull_IsSaidOnceAndDoneAllTheSame(string option)
    {
        _console.Campaigns.Say(Statuses.Sending, Statuses.Completed);
        await using var full = new FullWriter();
        await using var error = new StringWriter { NewLine = "\n" };
        var context = _console.Context with { Terminal = new Terminal(full, error, interactive: false) };

        var exitCode = await CampaignCommand.RunAsync(
            context,
            ["launch", _console.Folder.Contacts(), "--template", _console.Folder.Template(), "--from", "Acme <news@acme.example>", "--id", "spring", option, "--data", _console.Folder.Path],
            full,
            error);

        Assert.Equal(ExitCode.Done, exitCode);
        Assert.Single(error.ToString().Split('\n'), static line => line == "Nothing more can be written to standard output (No space left on device); what it is about goes on.");
        Assert.Equal(TemporaryFolder.ThreeContacts, Encoding.UTF8.GetString(_console.Campaigns.Imported));
    }

    [Fact]
    public async Task Launch_AllWrong_SaysAllOfItAndConnectsToNothing()
    {
        var exitCode = await _console.RunAsync(
            "launch", _console.Folder.Contacts("name\nAda\n"), "--template", _console.Folder.Template(), "--from", "Acme", "--id", "A B", "--rate", "fast",
            "--at", "soon", "--guarantee", "exactly-once", "--set", "x", "--header", "nothing", "--reply-to", "me", "--provider", "pigeon");

        Assert.Equal(ExitCode.Usage, exitCode);
        Assert.Empty(_console.Connector.Asked);
        Assert.Equal(10, _console.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        foreach (var part in (string[])["--from", "'A B' is not a campaign id", "The rate 'fast'", "--at", "--guarantee 'exactly-once' is not one of at-least-once, at-most-once",
            "--set 'x'", "--header 'nothing'", "--reply-to", "pigeon", "its columns are: name"])
        {
            Assert.Contains(part, _console.Error);
        }
    }

    [Fact]
    public async Task Launch_TemplateProblems_AreNamedWithFileAndLine()
    {
        _console.Folder.Template(subject: "Hi {{ nick }}", text: "Dear\n{{ frist_name }}");

        var exitCode = await _console.RunAsync(
            "launch", _console.Folder.Contacts(), "--template", Path.Combine(_console.Folder.Path, "welcome"), "--from", "news@acme.example");

        Assert.Equal(ExitCode.Usage, exitCode);
        Assert.Contains("subject.txt:1:", _console.Error);
        Assert.Contains("body.txt:2:", _console.Error);
    }

    [Theory]
    [InlineData("", "cannot be imported: the file is empty.")]
    [InlineData("name,city\nAda,Paris\n", "has no column of e-mail addresses; its columns are: name, city. Name the right one with --email-column.")]
    public async Task Launch_BadFile_IsOneSentence(string csv, string sentence)
    {
        var file = _console.Folder.Contacts(csv);

        Assert.Equal(ExitCode.Usage, await _console.RunAsync("launch", file, "--template", _console.Folder.Template(), "--from", "news@acme.example"));
        Assert.Equal($"'{file}' {sentence}\n", _console.Error);
    }

    [Fact]
    public async Task Launch_NoFile_IsOneSentence()
    {
        var file = Path.Combine(_console.Folder.Path, "none.csv");

        Assert.Equal(ExitCode.Usage, await _console.RunAsync("launch", file, "--template", _console.Folder.Template(), "--from", "news@acme.example"));
        Assert.Equal($"There is no file '{file}'.\n", _console.Error);
    }

    [Fact]
    public async Task Launch_EmailColumnThatIsNotThere_NamesTheColumns()
    {
        Assert.Equal(ExitCode.Usage, await _console.LaunchAsync("--email-column", "mailbox"));
        Assert.Contains("has no column 'mailbox'; its columns are: email, first_name.", _console.Error);
    }

    [Theory]
    [InlineData("email;first_name\r\nada@example.com;Ada\r\n", ';')]
    [InlineData("email\tfirst_name\nada@example.com\tAda\n", '\t')]
    [InlineData("sep=;\nemail;first_name\nada@example.com;Ada\n", ';')]
    public async Task Launch_OtherDelimiter_IsFound(string csv, char delimiter)
    {
        _console.Folder.Contacts(csv);
        _console.Campaigns.Say(Statuses.Completed);

        var exitCode = await _console.RunAsync(
            "launch", Path.Combine(_console.Folder.Path, "contacts.csv"), "--template", _console.Folder.Template(), "--from", "news@acme.example");

        Assert.Equal((ExitCode.Done, delimiter), (exitCode, _console.Campaigns.Definition!.Contacts.Delimiter));
    }

    [Fact]
    public async Task Launch_Utf16_ArrivesAsUtf8()
    {
        var file = _console.Folder.File("contacts.csv", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("email,first_name\nada@example.com,Zoë\n")]);
        _console.Campaigns.Say(Statuses.Completed);

        Assert.Equal(ExitCode.Done, await _console.RunAsync("launch", file, "--template", _console.Folder.Template(), "--from", "news@acme.example"));
        Assert.Equal("email,first_name\nada@example.com,Zoë\n", Encoding.UTF8.GetString(_console.Campaigns.Imported));
    }

    [Fact]
    public async Task Launch_CrLfInHeaderOption_IsRefused()
    {
        Assert.Equal(ExitCode.Usage, await _console.LaunchAsync("--header", "X-A: b\r\nBcc: x@example.com"));
        Assert.StartsWith("--header X-A: ", _console.Error);
    }

    [Fact]
    public async Task Launch_NoListUnsubscribe_IsWarnedAbout()
    {
        _console.Campaigns.Say(Statuses.Completed);
        await _console.LaunchAsync();
        Assert.Contains("No List-Unsubscribe header is configured", _console.Error);

        using var second = new ConsoleFixture();
        second.Campaigns.Say(Statuses.Completed);
        await second.LaunchAsync("--header", "list-unsubscribe: <https://acme.example/u>");
        Assert.DoesNotContain("List-Unsubscribe", second.Error);
    }

    [Fact]
    public async Task Launch_AccountThatReceiversWillNotLike_IsWarnedAbout()
    {
        _console.Campaigns.Say(Statuses.Completed);
        _console.Connector.Accounts.Facts = new ProviderFacts { Name = "outbox", Warnings = ["The key has 1024 bits."] };

        Assert.Equal(ExitCode.Done, await _console.LaunchAsync());
        Assert.Contains("The key has 1024 bits.", _console.Error);
    }

    [Fact]
    public async Task Launch_At_IsEchoedInUtc()
    {
        using var console = new ConsoleFixture
        {
            Clock = new JumpingClock(ConsoleFixture.Now, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")),
        };
        console.Campaigns.Say(Statuses.Completed);

        await console.LaunchAsync("--at", "2026-11-24T18:00");

        Assert.Equal(new DateTimeOffset(2026, 11, 24, 17, 0, 0, TimeSpan.Zero), console.Campaigns.Definition!.ScheduledAt);
        Assert.Contains("Scheduled for 2026-11-24 17:00:00 UTC.\n", console.Error);
    }

    [Fact]
    public async Task Launch_TheSameBefore_SaysResumeOrAgain()
    {
        _console.Campaigns.Created = CommandResult.Refused(CommandRefusal.LaunchedBefore, "");

        Assert.Equal(ExitCode.Usage, await _console.LaunchAsync());
        Assert.Contains("The same file, template and sender were launched before; use 'campaign resume ID' to go on with it, or --again to send it once more.\n", _console.Error);
        Assert.Empty(_console.Campaigns.Chunks);
    }

    [Fact]
    public async Task Launch_Again_IsPassedOn()
    {
        _console.Campaigns.Say(Statuses.Completed);

        await _console.LaunchAsync("--again");

        Assert.True(_console.Campaigns.Definition!.Again);
    }

    [Fact]
    public async Task Launch_TheMadeIdIsTaken_TakesTheNextOne()
    {
        _console.Campaigns.Taken = ["welcome-2026-11-24", "welcome-2026-11-24-2"];
        _console.Campaigns.Say(Statuses.Completed);

        Assert.Equal(ExitCode.Done, await _console.RunAsync(
            "launch", _console.Folder.Contacts(), "--template", _console.Folder.Template(), "--from", "news@acme.example", "--again"));
        Assert.Equal("welcome-2026-11-24-3", _console.Campaigns.Definition!.Id);
        Assert.Contains("There is a campaign 'welcome-2026-11-24' already; this one is 'welcome-2026-11-24-3'.\n", _console.Error);
    }

    [Fact]
    public async Task Launch_TheTypedIdIsTaken_IsUsage()
    {
        _console.Campaigns.Taken = ["spring"];

        Assert.Equal(ExitCode.Usage, await _console.LaunchAsync("--again"));
        Assert.Contains("There is another campaign with the id 'spring'; choose another with --id.\n", _console.Error);
    }

    [Fact]
    public async Task Launch_ImportStops_IsUsageAndSaysWhy()
    {
        _console.Campaigns.OnImport = static _ => new() { NextOffset = 0, Problem = "too many rejected rows." };

        Assert.Equal(ExitCode.Usage, await _console.LaunchAsync());
        Assert.Contains("The import stopped and nothing was sent: too many rejected rows. Repair the file, 'campaign cancel spring'", _console.Error);
    }

    [Theory]
    [InlineData(2, 0, 0, ExitCode.Flawed)]
    [InlineData(0, 1, 0, ExitCode.Flawed)]
    [InlineData(0, 0, 1, ExitCode.Flawed)]
    [InlineData(0, 0, 0, ExitCode.Done)]
    public async Task Launch_Finished_ExitCodeCountsFlawsButNotDuplicates(int rejected, int dead, int inDoubt, int exitCode)
    {
        _console.Campaigns.Say(Statuses.Completed with
        {
            Rows = new() { Accepted = 10, Rejected = rejected, Duplicates = 5 },
            Recipients = new() { Sent = 10 - dead - inDoubt, Dead = dead, InDoubt = inDoubt },
        });

        Assert.Equal(exitCode, await _console.LaunchAsync());
    }

    [Fact]
    public async Task Launch_NoWatch_IsDoneOnceStored()
    {
        _console.Campaigns.Hosts = false;
        _console.Campaigns.Say(Statuses.Sending with { Recipients = new() { Dead = 1 } });

        Assert.Equal(ExitCode.Done, await _console.LaunchAsync("--no-watch"));
        Assert.Equal("Stored 'spring': 3 = 3 accepted + 0 rejected + 0 duplicates.\n", _console.Output);
    }

    [Fact]
    public async Task Launch_InterruptedWhileItStaysForOthers_EndsAsItsOwnCampaignDid()
    {
        _console.Campaigns.Say(Statuses.Completed);
        _console.Campaigns.Works.Clear();
        _console.Campaigns.Works.Enqueue(new(["winter"], []));

        var running = _console.LaunchAsync("--json");
        await Eventually.TrueAsync(() => _console.Error.Contains("stays", StringComparison.Ordinal), () => _console.Error);
        _console.Interruption.Signal(again: false);

        Assert.Equal(ExitCode.Done, await running);
        Assert.Contains("\"phase\":\"completed\"", _console.OutputLines[^1], StringComparison.Ordinal);
        Assert.Contains("'campaign run' goes on with the campaigns", _console.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("campaign resume", _console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Launch_HeaderWithoutRows_IsRefused()
    {
        var contacts = _console.Folder.File("header.csv", "email,first_name\n"u8.ToArray());

        Assert.Equal(ExitCode.Usage, await _console.RunAsync(
            "launch", contacts, "--template", _console.Folder.Template(), "--from", "Acme <news@acme.example>"));
        Assert.Contains("has a header and no rows: there is nobody to send to.", _console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Launch_OtherCampaignsInWork_StaysForThem()
    {
        _console.Campaigns.Say(Statuses.Completed);
        _console.Campaigns.Works.Clear();
        _console.Campaigns.Works.Enqueue(new(["winter"], []));
        _console.Campaigns.Works.Enqueue(new(["winter"], []));
        _console.Campaigns.Works.Enqueue(new([], ["summer"]));

        Assert.Equal(ExitCode.Done, await _console.LaunchAsync());
        Assert.Contains("This console hosts the data directory and stays (still sending: winter). Ctrl-C stops in order.\n", _console.Error);
        Assert.DoesNotContain("summer", _console.Error);
    }

    [Fact]
    public async Task Launch_DryRun_StoresNothing()
    {
        Assert.Equal(ExitCode.Done, await _console.LaunchAsync("--dry-run"));
        Assert.Empty(_console.Connector.Asked);
        Assert.Contains("rows        3 = 3 accepted + 0 rejected + 0 duplicates", _console.Output);
        Assert.Contains("everything was checked, nothing was stored or sent", _console.Error);
    }

    [Fact]
    public async Task Launch_CtrlCWhileHosting_DrainsAndSaysHowToResume()
    {
        _console.Campaigns.Statuses.Enqueue(() =>
        {
            _console.Interruption.Signal(again: false);
            return Statuses.Sending;
        });

        Assert.Equal(ExitCode.Interrupted, await _console.LaunchAsync());
        Assert.True(_console.Campaigns.Disposed);
        Assert.Contains("Stopping: the mails on the wire are finished", _console.Error);
        Assert.EndsWith("Interrupted. 'campaign resume spring' goes on where it stopped.\n", _console.Error);
        Assert.Empty(_console.Exits);
    }

    [Fact]
    public async Task Launch_HostGoesAway_TakesItsPlaceAndGoesOn()
    {
        var first = new FakeCampaigns { Hosts = false };
        first.Say(Statuses.Sending);
        first.Statuses.Enqueue(static () => throw new SiloLostException());
        var second = new FakeCampaigns();
        second.Say(Statuses.Completed);
        using var failing = new ConsoleFixture(new Connecting.Connected(first), new Connecting.Connected(second));

        Assert.Equal(ExitCode.Done, await failing.LaunchAsync());
        Assert.Contains("The console that hosted this data directory has ended; this one goes on in its place.\n", failing.Error);
        Assert.Equal([true, true], failing.Connector.Asked);
        Assert.True(first.Disposed);
    }

    [Fact]
    public async Task Launch_BadSettings_IsUsage()
    {
        _console.Connector.BadSettings = "Sending:WorkerCount must be between 1 and 1000.";

        Assert.Equal(ExitCode.Usage, await _console.LaunchAsync());
        Assert.Equal("Sending:WorkerCount must be between 1 and 1000.\n", _console.Error);
    }

    [Fact]
    public async Task Launch_ConnectionRefused_HasItsExitCode()
    {
        using var console = new ConsoleFixture(new Connecting.Refused(ExitCode.Unreachable, "It does not answer."));

        Assert.Equal(ExitCode.Unreachable, await console.LaunchAsync());
        Assert.EndsWith("It does not answer.\n", console.Error);
    }

    public void Dispose() => _console.Dispose();
}
