using EmailCampaign.Mail.Providers.Smtp;
using EmailCampaign.Testing.Smtp;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Mail.Providers.Tests.Smtp;

/// <summary>Several servers in one account.</summary>
public abstract class SmtpServersTests : SmtpTransportTests
{
    private static readonly TimeSpan Rest = new SmtpOptions().ServerRest;

    [Theory]
    [InlineData(new[] { 1, 1 }, new[] { 60, 60 })]
    [InlineData(new[] { 3, 1 }, new[] { 90, 30 })]
    [InlineData(new[] { 5, 3, 2 }, new[] { 60, 36, 24 })]
    public async Task Send_Weights_ShareTheSlices(int[] weights, int[] expected)
    {
        await using var farm = StartFarm(weights);

        for (var i = 0; i < 40; i++)
        {
            Assert.All(await farm.SendAsync(TestMail.Slice(3)), static outcome => Assert.Equal("Accepted", outcome));
        }

        Assert.Equal(expected, farm.Accepted);
        Assert.All(farm.Sessions, static sessions => Assert.Equal(1, sessions));
    }

    [Fact]
    public async Task Send_ManyCallersAtOnce_StillShareByWeight()
    {
        await using var farm = StartFarm([3, 1]);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var i = 0; i < 10; i++)
            {
                await farm.SendAsync(TestMail.Slice(2));
            }
        }));

        // Two callers may see the same turn, so the share is exact only over a longer time.
        Assert.Equal(160, farm.Accepted.Sum());
        Assert.InRange(farm.Accepted[0], 108, 132);
    }

    [Fact]
    public async Task Send_OneServerIsGone_ItsShareGoesToTheOthersWithoutALoss()
    {
        var clock = new FakeTimeProvider();
        await using var farm = StartFarm([1, 1, 1], clock: clock);
        await farm.LoseAsync(1);

        for (var i = 0; i < 20; i++)
        {
            Assert.All(await farm.SendAsync(TestMail.Slice(3)), static outcome => Assert.Equal("Accepted", outcome));
        }

        Assert.Equal([30, 0, 30], farm.Accepted);
    }

    [Fact]
    public async Task Send_ServerThatFailed_IsLeftOutForAWhileAndComesBackWithItsShareOnly()
    {
        var clock = new FakeTimeProvider();
        await using var farm = StartFarm([1, 1], scripts: [null, SmtpScript.AcceptAll.On(SmtpStep.Greeting, new SmtpAction.Drop())], clock: clock);

        await SendSlicesAsync(farm, 10);
        Assert.Equal([10, 0], farm.Accepted);
        Assert.Equal(1, farm.Servers[1].SessionCount); // tried once, then left out

        clock.Advance(Rest);
        await SendSlicesAsync(farm, 10);
        Assert.Equal(2, farm.Servers[1].SessionCount); // tried once more

        farm.Servers[1].Script = SmtpScript.AcceptAll;
        clock.Advance(Rest);
        await SendSlicesAsync(farm, 10);
        Assert.Equal([25, 5], farm.Accepted);
    }

    [Fact]
    public async Task Send_NoServerCanBeReached_IsUnreachableAndGoesOnAtOnceWhenOneIsBack()
    {
        var refusing = SmtpScript.AcceptAll.On(SmtpStep.Greeting, new SmtpAction.Drop());
        await using var farm = StartFarm([1, 1], scripts: [refusing, refusing], clock: new FakeTimeProvider());

        Assert.Equal(["Unreachable", "NotAttempted"], await farm.SendAsync(TestMail.Slice(2)));
        Assert.Equal([1, 1], farm.Sessions);
        farm.Servers[1].Script = SmtpScript.AcceptAll;

        Assert.Equal(["Accepted", "Accepted"], await farm.SendAsync(TestMail.Slice(2)));
    }

    [Fact]
    public async Task Send_OneServerIsBusyAtItsGreeting_AnotherTakesTheMail()
    {
        await using var farm = StartFarm([1, 1], scripts: [SmtpScript.AcceptAll.On(SmtpStep.Greeting, "421 4.3.2 too many connections"), null]);

        await SendSlicesAsync(farm, 4);

        Assert.Equal([0, 4], farm.Accepted);
    }

    [Theory]
    [InlineData(SmtpStep.Mail, "421 4.7.0 too many messages")]
    [InlineData(SmtpStep.Rcpt, "421 4.7.0 too many messages")]
    [InlineData(SmtpStep.Dot, "421 4.3.2 going down")]
    public async Task Send_OneServerAsksToSlowDownInTheMiddle_RestsAloneAndTheOthersTakeTheRest(SmtpStep step, string reply)
    {
        var clock = new FakeTimeProvider();
        await using var farm = StartFarm([1, 1], scripts: [SmtpScript.AcceptAll.On(step, reply, message: 2), null], clock: clock);

        var outcomes = await farm.SendAsync(TestMail.Slice(4));
        if (Transport == SmtpTransport.Pipelined && step == SmtpStep.Mail)
        {
            // Said to an announced mail it may only be about the session.
            Assert.All(outcomes, static outcome => Assert.Equal("Accepted", outcome));
            return;
        }

        await SendSlicesAsync(farm, 3);

        // The mail that met the reply was not taken, and comes again.
        Assert.Equal(["Accepted", "NotAttempted", "Accepted", "Accepted"], outcomes);
        Assert.Equal([1, 5], farm.Accepted);
        farm.Servers[0].Script = SmtpScript.AcceptAll;
        clock.Advance(Rest);
        await SendSlicesAsync(farm, 10);
        Assert.InRange(farm.Accepted[0], 1 + 5, 1 + 6); // its share again, and no more
    }

    [Fact]
    public async Task Send_TheLastServerAsksToSlowDown_IsThrottled()
    {
        var slow = SmtpScript.AcceptAll.On(SmtpStep.Mail, "421 4.7.0 too many messages");
        await using var farm = StartFarm([1, 1], scripts: [slow, slow], clock: new FakeTimeProvider());

        Assert.Equal(["NotAttempted", "Throttled", "NotAttempted"], await farm.SendAsync(TestMail.Slice(3)));
    }

    [Fact]
    public async Task Send_AllServersAreBusy_IsThrottled()
    {
        var busy = SmtpScript.AcceptAll.On(SmtpStep.Greeting, "421 4.3.2 too many connections");
        await using var farm = StartFarm([1, 1], scripts: [busy, SmtpScript.AcceptAll.On(SmtpStep.Greeting, new SmtpAction.Drop())]);

        Assert.Equal(["Throttled"], await farm.SendAsync(TestMail.To("a@x.test")));
    }

    [Fact]
    public async Task Send_ServerRefusesTheAccount_IsSaidAtOnce()
    {
        await using var farm = StartFarm(
            [1, 1],
            options => (options.Servers[0].Username, options.Servers[0].Password) = ("jane", "wrong"),
            [new SmtpScript { Auth = "PLAIN", Account = ("jane", "right") }, null]);

        Assert.Equal(["Refused:Authentication", "NotAttempted"], await farm.SendAsync(TestMail.Slice(2)));
        Assert.Equal([1, 0], farm.Sessions);
    }

    [Fact]
    public async Task Send_ServerGoesInTheMiddleOfASlice_TheRestGoesThroughAnother()
    {
        await using var farm = StartFarm(
            [1, 1],
            scripts: [SmtpScript.AcceptAll.On(SmtpStep.Dot, new SmtpAction.Drop(), message: 2).On(SmtpStep.Greeting, new SmtpAction.Drop(), session: 2), null]);

        var outcomes = await farm.SendAsync(TestMail.Slice(4));

        Assert.Equal(["Accepted", "Unknown", "Accepted", "Accepted"], outcomes);
        Assert.Equal([1, 2], farm.Accepted);
    }

    [Fact]
    public async Task Send_LimitOfEachServer_IsNeverExceededAndTheOtherTakesMore()
    {
        await using var farm = StartFarm([1, 1], options =>
        {
            options.Servers[0].MaxSessions = 1;
            options.MaxSessions = 3;
        });

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => farm.SendAsync(TestMail.Slice(10))));

        Assert.Equal(100, farm.Accepted.Sum());
        Assert.Equal(1, farm.Sessions[0]);
        Assert.InRange(farm.Sessions[1], 1, 3);
    }

    [Fact]
    public async Task Send_PreferredServerIsFull_DoesNotWaitForIt()
    {
        var release = new TaskCompletionSource();
        await using var farm = StartFarm(
            [1, 1],
            options => options.MaxSessions = 1,
            [SmtpScript.AcceptAll.On(SmtpStep.Dot, new SmtpAction.Hold(release.Task), times: 1), null]);
        var busy = farm.SendAsync(TestMail.To("a@x.test"));
        await farm.Servers[0].WhenAsync(SmtpStep.Dot);

        await SendSlicesAsync(farm, 3);

        Assert.Equal([0, 3], farm.Accepted);
        release.SetResult();
        Assert.Equal(["Accepted"], await busy);
    }

    [Fact]
    public async Task Send_MailInTheMiddleOfASliceNeedsSmtpUtf8_GoesThroughTheServerThatTakesIt()
    {
        await using var farm = StartFarm([1, 1], scripts: [null, new SmtpScript { SmtpUtf8 = true }]);

        Assert.All(
            await farm.SendAsync(TestMail.To("a@x.test"), TestMail.To("用户@xn--fsq.test"), TestMail.To("b@x.test")), static outcome => Assert.Equal("Accepted", outcome));
        Assert.Contains("用户@", farm.Servers[1].Deliveries.Select(static delivery => delivery.Recipient[..3]));
    }

    [Fact]
    public async Task Send_OnlyOneServerTakesSmtpUtf8_TheAddressGoesThere()
    {
        await using var farm = StartFarm([1, 1, 1], scripts: [null, null, new SmtpScript { SmtpUtf8 = true }]);

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(["Accepted"], await farm.SendAsync(TestMail.To("用户@xn--fsq.test")));
        }

        Assert.Equal([0, 0, 5], farm.Accepted);
    }

    [Fact]
    public async Task Send_MessagesPerSession_EndsEachWithQuit()
    {
        await using var rig = StartRig(configure: options => (options.MessagesPerSession, options.MaxSessions) = (10, 1));

        Assert.All(await rig.SendAsync(TestMail.Slice(25)), static outcome => Assert.Equal("Accepted", outcome));
        Assert.Equal(3, rig.Server.SessionCount);
        Assert.Equal(2, rig.Server.Steps(SmtpStep.Quit));

        Assert.All(await rig.SendAsync(TestMail.Slice(5)), static outcome => Assert.Equal("Accepted", outcome));
        Assert.Equal(3, rig.Server.SessionCount);
        Assert.Equal(3, rig.Server.Steps(SmtpStep.Quit));
        Assert.Equal([10, 10, 10], rig.Server.Deliveries.GroupBy(static delivery => delivery.Session).Select(static session => session.Count()));
    }

    [Fact]
    public void Validate_Servers_NamesTheServerAndTheSetting()
    {
        var options = new SmtpOptions
        {
            Servers = [new() { Host = "a.example" }, new() { Host = " ", Weight = 0, Port = 70_000, MaxSessions = 0, Username = "jane" }],
            MessagesPerSession = 0,
        };

        Assert.Equal(
            [
                "Providers:smtp:MessagesPerSession", "Providers:smtp:Servers:1:Host", "Providers:smtp:Servers:1:MaxSessions", "Providers:smtp:Servers:1:Port",
                "Providers:smtp:Servers:1:Username", "Providers:smtp:Servers:1:Weight",
            ],
            options.Validate(new(options)).Select(static problem => problem.ErrorMessage!.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Validate_HostAndServers_ExcludeEachOther()
    {
        var options = new SmtpOptions { Host = "mail.example", Servers = [new() { Host = "a.example" }] };

        Assert.Contains("exclude each other", Assert.Single(options.Validate(new(options))).ErrorMessage, StringComparison.Ordinal);
    }

    private static async Task SendSlicesAsync(SmtpFarm farm, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(["Accepted"], await farm.SendAsync(TestMail.To($"user{i}@x.test")));
        }
    }
}
