using EmailCampaign.SystemTests.Consoles;

namespace EmailCampaign.SystemTests.Input;

/// <summary>Mistakes in a launch: a sentence, exit code 2, nothing stored.</summary>
public sealed class RefusedLaunchTests
{
    [Theory]
    [InlineData("Hello {{ first_name", "subject.txt")]
    [InlineData("Hello {{ surname }}", "surname")]
    public async Task Launch_BadTemplate_NamesFileAndProblem(string subject, string word)
    {
        await using var workspace = new Workspace();
        workspace.Template(subject, "text");

        (await workspace.LaunchAsync(workspace.Contacts(["anna@example.test"]), "bad")).AssertRefused(2, word);

        Assert.False(System.IO.Directory.Exists(workspace.DataDirectory));
    }

    [Fact]
    public async Task Launch_TemplateFolderIsMissing_NamesIt()
    {
        await using var workspace = new Workspace();
        System.IO.Directory.Delete(workspace.TemplateFolder, recursive: true);

        (await workspace.LaunchAsync(workspace.Contacts(["anna@example.test"]), "bad")).AssertRefused(2, workspace.TemplateFolder);
    }

    [Theory]
    [InlineData("--provider", "pigeon", "pigeon")]
    [InlineData("--at", "2020-01-01T00:00:00Z", "past")]
    [InlineData("--rate", "fast", "fast")]
    public async Task Launch_BadOption_SaysWhatIsWrong(string option, string value, string word)
    {
        await using var workspace = new Workspace();

        (await workspace.LaunchAsync(workspace.Contacts(["anna@example.test"]), "bad", option, value)).AssertRefused(2, word);
    }

    [Fact]
    public async Task Launch_SameLaunchAgain_IsRefusedUnlessMeant()
    {
        await using var workspace = new Workspace();
        var contacts = workspace.Contacts(["anna@example.test"]);
        (await workspace.LaunchAsync(contacts, "one")).AssertExit(0);

        (await workspace.LaunchAsync(contacts, "two")).AssertRefused(2, "resume", "--again");
        (await workspace.LaunchAsync(contacts, "two", "--again")).AssertExit(0);
    }

    [Fact]
    public async Task Launch_UnknownSetting_NamesTheNearest()
    {
        await using var workspace = new Workspace().Set("Sending__WorkerCout", "5");

        (await workspace.LaunchAsync(workspace.Contacts(["anna@example.test"]), "bad")).AssertRefused(2, "Sending:WorkerCout", "Sending:WorkerCount");
    }
}
