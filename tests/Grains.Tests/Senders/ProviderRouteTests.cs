using EmailCampaign.Grains.Tests.Cluster;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Senders;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Grains.Tests.Senders;

public sealed class ProviderRouteTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));

    private static CancellationToken Never => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EnterAsync_TwoOfOneOrder_SharesByWeight()
    {
        var route = Route(("a", 3, 0), ("b", 1, 0));

        Assert.Equal(["a", "b"], (await EnterAsync(route, 2)).Order());
        var names = await EnterAsync(route, 400);
        Assert.InRange(names.Count(static name => name == "a"), 299, 301);
    }

    [Fact]
    public async Task EnterAsync_AHigherOrder_IsOnlyForEmergencies()
    {
        var route = Route(("a", 1, 0), ("b", 1, 1));
        Assert.All(await EnterAsync(route, 20), static name => Assert.Equal("a", name));

        await SayAsync(route, "a", new SendOutcome.Unreachable("no route"), times: 2);
        Assert.All(await EnterAsync(route, 20), static name => Assert.Equal("b", name));
        Assert.Contains("'a' cannot be reached", route.Notice, StringComparison.Ordinal);

        // One slice tries the first account when its break is over; once it got through, the share is back.
        _clock.Advance(TimeSpan.FromSeconds(1));
        var probe = await route.EnterAsync(25, Never);
        Assert.Equal("a", probe.Lane.Provider.Name);
        Assert.Equal("b", (await route.EnterAsync(25, Never)).Lane.Provider.Name);
        await SayAsync(route, "a", new SendOutcome.Accepted("m"));
        probe.Probe!.Dispose();
        Assert.All(await EnterAsync(route, 20), static name => Assert.Equal("a", name));
    }

    [Fact]
    public async Task EnterAsync_OneThatWasAway_DoesNotCatchUp()
    {
        var route = Route(("a", 1, 0), ("b", 1, 0));
        await SayAsync(route, "a", new SendOutcome.Throttled(TimeSpan.FromMinutes(1), "slow down"));
        Assert.All(await EnterAsync(route, 100), static name => Assert.Equal("b", name));

        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.InRange((await EnterAsync(route, 20)).Count(static name => name == "a"), 9, 11);
    }

    [Fact]
    public async Task EnterAsync_AShortRest_IsWaitedForALongOneIsNot()
    {
        var route = Route(("a", 1, 0), ("b", 1, 1));
        await SayAsync(route, "a", new SendOutcome.Throttled(TimeSpan.FromSeconds(20), "slow down"));
        var entering = route.EnterAsync(25, Never);
        Assert.False(entering.IsCompleted);
        while (!entering.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        Assert.Equal("a", (await entering).Lane.Provider.Name);

        await SayAsync(route, "a", new SendOutcome.Throttled(TimeSpan.FromMinutes(10), "slow down"));
        Assert.Equal("b", (await route.EnterAsync(25, Never)).Lane.Provider.Name);
    }

    [Fact]
    public async Task EnterAsync_ARefusal_LeavesTheShareToTheOthersForAWhile()
    {
        var route = Route(("a", 1, 0), ("b", 1, 1));
        await SayAsync(route, "a", new SendOutcome.Refused(RefuseReason.Quota, "quota used up", TimeSpan.FromHours(2)));

        Assert.Equal("b", (await route.EnterAsync(25, Never)).Lane.Provider.Name);
        Assert.Contains("quota used up", route.Notice, StringComparison.Ordinal);
        Assert.True(route.GoesOnWithout(route.Lanes[0], RefuseReason.Quota));
        Assert.False(route.GoesOnWithout(route.Lanes[0], RefuseReason.Sender));

        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal("a", (await route.EnterAsync(25, Never)).Lane.Provider.Name);

        await SayAsync(route, "a", new SendOutcome.Refused(RefuseReason.Suspended, "no"));
        await SayAsync(route, "b", new SendOutcome.Refused(RefuseReason.Suspended, "no"));
        Assert.False(route.GoesOnWithout(route.Lanes[0], RefuseReason.Suspended));
        Assert.Equal("a", (await route.EnterAsync(25, Never)).Lane.Provider.Name);
    }

    private ProviderRoute Route(params (string Name, int Weight, int Order)[] legs) => new(
        [.. legs.Select(leg => (
            new ProviderLane(new ScriptedProvider { Name = leg.Name }, _clock, TimeSpan.FromSeconds(10)), new RouteLeg(leg.Name, leg.Weight, leg.Order)))],
        _clock);

    private static async Task<List<string>> EnterAsync(ProviderRoute route, int times)
    {
        var names = new List<string>();
        for (var time = 0; time < times; time++)
        {
            names.Add((await route.EnterAsync(25, Never)).Lane.Provider.Name);
        }

        return names;
    }

    private async Task SayAsync(ProviderRoute route, string account, SendOutcome outcome, int times = 1)
    {
        var lane = route.Find(account)!;
        ((ScriptedProvider)lane.Provider).Answer = _ => outcome;
        for (var time = 0; time < times; time++)
        {
            await lane.SendAsync(
                [Mails.To("ann@example.com")],
                new SendWindow(_clock, long.MaxValue, CancellationToken.None),
                Never);
        }
    }
}
