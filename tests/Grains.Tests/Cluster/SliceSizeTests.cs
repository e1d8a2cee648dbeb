using EmailCampaign.Mail.Sending;
using EmailCampaign.Senders;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Grains.Tests.Cluster;

public sealed class SliceSizeTests
{
    [Theory]
    [InlineData(1, 25)]
    [InlineData(40, 25)]
    [InlineData(100, 10)]
    [InlineData(3_000, 1)]
    public async Task SliceSize_LaneOfThisManyMillisecondsAMail_IsASecondOfWorkAtMost(int milliseconds, int expected)
    {
        var clock = new FakeTimeProvider();
        var provider = new ScriptedProvider
        {
            Before = _ =>
            {
                clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
                return Task.CompletedTask;
            },
        };
        var lane = new ProviderLane(provider, clock, TimeSpan.FromSeconds(1));
        Assert.Equal(25, lane.SliceSize(25));

        for (var slice = 0; slice < 60; slice++)
        {
            await lane.SendAsync([Message()], new SendWindow(clock, long.MaxValue, CancellationToken.None), CancellationToken.None);
        }

        Assert.InRange(lane.SliceSize(25), Math.Max(1, expected - 1), expected + 1);
        Assert.True(lane.SliceSize(25) >= 1);
    }

    private static OutgoingMessage Message() => new()
    {
        From = new Mailbox("", "news@acme.example"),
        To = "user@example.com",
        Subject = "",
        Text = "",
        MessageId = "m@acme.example",
        IdempotencyKey = "m",
        Date = DateTimeOffset.UnixEpoch,
        CampaignId = "c",
        Line = 2,
    };
}
