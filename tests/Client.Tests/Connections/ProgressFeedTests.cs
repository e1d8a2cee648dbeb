using System.Runtime.CompilerServices;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Tests.Fixtures;
using Orleans.Serialization;

namespace EmailCampaign.Client.Tests.Connections;

public sealed class ProgressFeedTests
{
    private const string Asked = "asked for";

    private readonly Queue<Func<IEnumerable<CampaignStatus>>> _streams = [];
    private int _ended;

    [Fact]
    public async Task NextAsync_StreamThatEnds_GivesAllAndThenNothing()
    {
        _streams.Enqueue(static () => [Statuses.Sending, Statuses.Completed]);
        await using var feed = Feed();

        Assert.Equal(CampaignPhase.Sending, (await feed.NextAsync())!.Status!.Phase);
        Assert.Equal(CampaignPhase.Completed, (await feed.NextAsync())!.Status!.Phase);
        Assert.Null(await feed.NextAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NextAsync_StreamThatBreaksOff_FailsAsNoAnswerAndTheNextIsAskedFor(bool cancelled)
    {
        _streams.Enqueue(() => Broken(cancelled ? new OperationCanceledException() : new EnumerationAbortedException()));
        _streams.Enqueue(static () => [Statuses.Completed]);
        await using var feed = Feed();
        await feed.NextAsync();

        await Assert.ThrowsAsync<TimeoutException>(feed.NextAsync);
        Assert.Equal(CampaignPhase.Completed, (await feed.NextAsync())!.Status!.Phase);
        Assert.Equal(1, _ended);
    }

    [Fact]
    public async Task NextAsync_AnyOtherFault_IsTheCallers()
    {
        _streams.Enqueue(static () => Broken(new SiloLostException()));
        await using var feed = Feed();
        await feed.NextAsync();

        await Assert.ThrowsAsync<SiloLostException>(feed.NextAsync);
    }

    [Fact]
    public async Task DisposeAsync_WhileItIsWaitedFor_EndsTheStream()
    {
        var feed = Feed(); // no stream: nothing ever comes
        var next = feed.NextAsync();

        await feed.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        Assert.Equal(1, _ended);
    }

    [Fact]
    public async Task NextAsync_SiloThatKnowsNoStream_IsAskedInstead()
    {
        _streams.Enqueue(static () => throw new SerializerException("no such type"));
        await using var feed = Feed();

        Assert.Equal(Asked, (await feed.NextAsync())!.Status!.Name);
        Assert.Equal(Asked, (await feed.NextAsync())!.Status!.Name);
    }

    private ProgressFeed Feed() => new(
        StreamAsync, static () => Task.FromResult<CampaignStatus?>(Statuses.Sending with { Name = Asked }), static call => call());

    private async IAsyncEnumerable<CampaignProgress> StreamAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            if (!_streams.TryDequeue(out var stream))
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                yield break;
            }

            foreach (var status in stream())
            {
                yield return new(status);
            }
        }
        finally
        {
            _ended++;
        }
    }

    private static IEnumerable<CampaignStatus> Broken(Exception error)
    {
        yield return Statuses.Sending;
        throw error;
    }
}
