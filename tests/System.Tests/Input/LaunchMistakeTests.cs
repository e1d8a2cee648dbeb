using EmailCampaign.SystemTests.Consoles;

namespace EmailCampaign.SystemTests.Input;

/// <summary>What a person gets wrong about a launch: one sentence, exit code 2, nothing stored.</summary>
[Collection(TestGroups.Embedded)]
public sealed class LaunchMistakeTests
{
    [Theory]
    [InlineData("Hello {{ first_name", "subject.txt")]
    [InlineData("Hello {{ nick_name }}", "nick_name", "first_name")]
    public async Task Launch_TemplateThatCannotBeUsed_NamesFileOrVariable(string subject, params string[] words)
    {
        await using var workspace = new Workspace();
        workspace.Template(subject, "Good morning.\n");

        await AssertRefusedAsync(workspace, [], words);
    }

    [Fact]
    public async Task Launch_NoTemplateFolder_SaysSo()
    {
        await using var workspace = new Workspace();
        System.IO.Directory.Delete(workspace.TemplateFolder, recursive: true);

        await AssertRefusedAsync(workspace, [], ["there is no such folder"]);
    }

    [Theory]
    [InlineData("--provider", "pigeon", "pigeon")]
    [InlineData("--at", "2020-01-01T00:00:00Z", "has passed")]
    [InlineData("--rate", "fast", "14/s")]
    public async Task Launch_BadOption_SaysWhatIsWrong(string option, string value, string word)
    {
        await using var workspace = new Workspace();

        await AssertRefusedAsync(workspace, [option, value], [word]);
    }

    [Fact]
    public async Task Launch_TheSameAgain_IsRefusedUntilAskedFor()
    {
        await using var workspace = new Workspace();
        var contacts = workspace.Contacts(["ada@example.test"]);
        (await workspace.LaunchAsync(contacts, "first")).AssertExit(0);

        (await workspace.LaunchAsync(contacts, "second")).AssertRefused(2, "first", "--again");
        Assert.Single(workspace.Mails());

        (await workspace.LaunchAsync(contacts, "second", "--again")).AssertExit(0);
        Assert.Equal(2, workspace.Mails().Count);
    }

    [Fact]
    public async Task Launch_MisspeltSetting_NamesTheOneThatWasMeant()
    {
        await using var workspace = new Workspace().Set("Sending__WorkerCout", "5");

        await AssertRefusedAsync(workspace, [], ["Sending:WorkerCout", "Sending:WorkerCount"]);
    }

    [Theory]
    [InlineData("smtp.acme.example:587")]
    [InlineData("no such host")]
    public async Task Launch_ServerNameThatCannotBe_IsNamedInsteadOfTriedForEver(string host)
    {
        await using var workspace = new Workspace().Set("Providers__smtp__Host", host);

        await AssertRefusedAsync(workspace, ["--provider", "smtp"], ["Providers:smtp:Host", host]);
    }

    [Fact]
    public async Task Run_At_IsNoOptionOfIt()
    {
        await using var workspace = new Workspace();

        (await workspace.RunAsync("run", "--at", "2100-01-01T00:00:00Z")).AssertRefused(2, "--at");
        Assert.False(System.IO.Directory.Exists(workspace.DataDirectory), "Something was stored.");
    }

    private static async Task AssertRefusedAsync(Workspace workspace, IEnumerable<string> options, IEnumerable<string> words)
    {
        var run = await workspace.LaunchAsync(workspace.Contacts(["ada@example.test"]), "mistake", options);

        run.AssertRefused(2, words);
        Assert.False(System.IO.Directory.Exists(workspace.DataDirectory), "Something was stored.");
    }
}
