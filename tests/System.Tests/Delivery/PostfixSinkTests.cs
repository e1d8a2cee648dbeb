using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Consoles;
using EmailCampaign.Testing.Processes;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.SystemTests.Delivery;

[Collection(TestGroups.Embedded)]
public sealed class PostfixSinkTests
{
    [Fact]
    public async Task Launch_TwentyThousandContactsToPostfixSink_SentIsAcceptedIsWhatTheSinkCounted()
    {
        var tool = await PostfixSink.FindAsync();
        Assert.False(ForeignTool.Required && !tool.IsThere, tool.Reason);
        Assert.SkipUnless(tool.IsThere, tool.Reason);
        await using var workspace = new Workspace();
        await using var sink = await PostfixSink.StartAsync(tool, workspace.File("."));
        workspace.SendTo(sink.Port);
        var contacts = workspace.Contacts(Enumerable.Range(0, 20_000).Select(i => $"user{i}@example{i % 500}.test"));

        var run = await workspace.LaunchAsync(contacts, "all", "--json");

        run.AssertExit(0);
        var status = StatusLine.Parse(run.Lines[^1]);
        Assert.True(status.AddsUp, status.ToString());
        Assert.Equal(20_000, status.Rows.Accepted);
        Assert.Equal(20_000, status.Recipients.Sent);
        await Eventually.TrueAsync(() => sink.Count >= 20_000, () => $"{sink.Count} counted");
        Assert.Equal(20_000, sink.Count);
    }
}
