using EmailCampaign.SystemTests.Consoles;

namespace EmailCampaign.SystemTests.Delivery;

[Collection(TestGroups.Embedded)]
public sealed class FirstCommandTests
{
    [Fact]
    public async Task Launch_SamplesOnAnEmptyDirectory_WritesAThousandMailsAndSaysThatNothingLeft()
    {
        await using var workspace = new Workspace();
        var samples = Samples();

        var run = await workspace.RunAsync(
            "launch", Path.Combine(samples, "contacts.csv"), "--template", Path.Combine(samples, "welcome"), "--from", Workspace.From);

        run.AssertExit(0);
        Assert.Contains("NOTHING LEFT THIS MACHINE", run.Output, StringComparison.Ordinal);
        Assert.Equal(1_000, System.IO.Directory.GetFiles(Path.Combine(workspace.DataDirectory, "outbox"), "*.eml", SearchOption.AllDirectories).Length);
    }

    private static string Samples()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "EmailCampaign.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "samples");
    }
}
