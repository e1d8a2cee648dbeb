using EmailCampaign.Accounts;
using EmailCampaign.Directory;
using EmailCampaign.Grains.Tests.Accounts;
using EmailCampaign.Grains.Tests.Quotas;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Quotas;

namespace EmailCampaign.Grains.Tests.Cluster;

/// <summary>The desk over a real cluster: what crosses it arrives, and no ledger hears of it.</summary>
public sealed class ProviderDeskGrainTests
{
    [Fact]
    public async Task Send_OverACluster_IsTriedOnceAndLeavesNothingBehind()
    {
        await using var cluster = await CampaignCluster.StartAsync(silos: 2);

        var result = await Desk(cluster, "scripted").SendAsync(ProviderDeskTests.Mail());

        Assert.Equal((TestSendOutcome.Accepted, "scripted", "id-test-send.0.0.0.abc@acme.example"), (result.Outcome, result.Account, result.Text));
        var message = Assert.Single(cluster.Provider.Attempts);
        Assert.Equal(("me@acme.example", "Hello Ada"), (message.To, message.Subject));
        Assert.Equal([65], Assert.Single(message.Attachments).Content.ToArray());
        Assert.Empty(await cluster.Silos.Client.GetGrain<ICampaignDirectoryGrain>(ICampaignDirectoryGrain.Key).GetPageAsync(0, 10));
        Assert.Null(await cluster.Campaign("test-send").GetStatusAsync());
    }

    [Fact]
    public async Task Send_ThatFails_IsNotTriedAgain()
    {
        using var provider = new ScriptedProvider { Answer = static _ => new SendOutcome.Throttled(TimeSpan.FromSeconds(3), "421 slow") };
        await using var cluster = await CampaignCluster.StartAsync(provider: provider);

        var result = await Desk(cluster, "scripted").SendAsync(ProviderDeskTests.Mail());

        Assert.Equal((TestSendOutcome.Throttled, TimeSpan.FromSeconds(3)), (result.Outcome, result.RetryAfter));
        Assert.Single(provider.Attempts);
    }

    [Fact]
    public async Task Send_AnAccountWithLimits_CountsAndStopsWhereTheyAreUsedUp()
    {
        using var provider = new ScriptedProvider();
        var limits = new SendLimits { PerDay = 2, Domains = new Dictionary<string, double> { ["acme.example"] = 2 } };
        await using var cluster = await CampaignCluster.StartAsync(silos: 2, provider: provider, catalog: new LimitedCatalog(provider, limits));
        var started = TimeProvider.System.GetTimestamp();

        var results = new List<TestSendResult>();
        for (var caller = 0; caller < 3; caller++)
        {
            results.Add(await Desk(cluster, "scripted", $"{caller}").SendAsync(ProviderDeskTests.Mail()));
        }

        Assert.Equal([TestSendOutcome.Accepted, TestSendOutcome.Accepted, TestSendOutcome.Limited], results.Select(static result => result.Outcome));
        Assert.Equal(("scripted", "has used up its limit of 2 mails a day"), (results[2].Account, results[2].Text));
        Assert.InRange(results[2].RetryAfter!.Value, TimeSpan.FromHours(23), TimeSpan.FromHours(25));
        Assert.Equal(2, provider.Attempts.Count);
        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromSeconds(0.5), "The domain's limit of two a second was not kept.");
        var account = await cluster.Silos.Client.GetGrain<IProviderLimitsGrain>(new QuotaKey("scripted").ToString()).GetAsync();
        Assert.Equal(2, account.UsedInDay);
    }

    [Fact]
    public async Task Send_WhileAnotherIsOnTheWire_DoesNotWaitForIt()
    {
        var (arrived, release) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource());
        using var provider = new ScriptedProvider { Before = message => message.To == "slow@acme.example" ? Hold() : Task.CompletedTask };
        await using var cluster = await CampaignCluster.StartAsync(provider: provider);

        var slow = Desk(cluster, "scripted", "1").SendAsync(ProviderDeskTests.Mail() with { To = "slow@acme.example" });
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        var quick = await Desk(cluster, "scripted", "2").SendAsync(ProviderDeskTests.Mail()).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(TestSendOutcome.Accepted, quick.Outcome);
        Assert.False(slow.IsCompleted);
        Assert.True(await Desk(cluster, "scripted", "1").IsAtWorkAsync());
        Assert.False(await Desk(cluster, "scripted", "2").IsAtWorkAsync());
        release.SetResult();
        Assert.Equal(TestSendOutcome.Accepted, (await slow).Outcome);
        Assert.False(await Desk(cluster, "scripted", "1").IsAtWorkAsync());

        Task Hold()
        {
            arrived.TrySetResult();
            return release.Task;
        }
    }

    [Fact]
    public async Task Questions_WithoutAName_AreAboutTheSilosOwnAccount()
    {
        using var provider = new ScriptedProvider
        {
            Warned = ["short key"],
            State = new ProviderAccountState(ProviderAccountStatus.Refuses, "535 no.") { PerSecond = 14 },
        };
        await using var cluster = await CampaignCluster.StartAsync(provider: provider, settings: ("MailProvider", "scripted"));
        var desk = Desk(cluster, "");

        Assert.Equal(["scripted"], await desk.GetNamesAsync());
        var facts = await desk.DescribeAsync(new Sender("", "news@acme.example"));
        Assert.Equal(("scripted", true), (facts.Name, facts.LeavesTheMachine));
        Assert.Equal(["short key"], facts.Warnings);
        Assert.Equal(new AccountState { Account = "scripted", Status = AccountStatus.Refuses, Sentence = "535 no.", PerSecond = 14 }, await desk.AskAsync());
    }

    [Theory]
    [InlineData("", "1")]
    [InlineData("smtp", "0af3")]
    [InlineData("what/ever", "2")]
    public void Key_ThereAndBack_IsTheSame(string provider, string caller)
        => Assert.Equal(new ProviderDeskKey(provider, caller), ProviderDeskKey.Parse(new ProviderDeskKey(provider, caller).ToString()));

    private static IProviderDeskGrain Desk(CampaignCluster cluster, string provider, string caller = "0")
        => cluster.Silos.Client.GetGrain<IProviderDeskGrain>(new ProviderDeskKey(provider, caller).ToString());
}
