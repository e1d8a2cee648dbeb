using EmailCampaign.Client.Terminals;
using EmailCampaign.Client.Watching;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Client.Tests.Watching;

public sealed class SilenceNoticeTests : IDisposable
{
    private const string Silent = "The silo of this data directory does not answer; still trying.\n";
    private const string Again = "The silo answers again.\n";

    private readonly StringWriter _error = new() { NewLine = "\n" };
    private readonly FakeTimeProvider _clock = new();
    private readonly TaskCompletionSource<int> _question = new();
    private readonly SilenceNotice _notice;

    public SilenceNoticeTests() => _notice = new(new Terminal(TextWriter.Null, _error, interactive: false), _clock);

    private static CancellationToken Never => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WaitAsync_AnswerWithinTenSeconds_SaysNothing()
    {
        var waiting = _notice.WaitAsync(_question.Task, Never);
        _clock.Advance(SilenceNotice.Patience - TimeSpan.FromMilliseconds(1));
        _question.SetResult(5);

        Assert.Equal((true, 5), await waiting);
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public async Task WaitAsync_CallStillOutAfterTenSeconds_SaysSoBeforeItGivesUp()
    {
        var waiting = _notice.WaitAsync(_question.Task, Never);
        _clock.Advance(SilenceNotice.Patience);
        await SaidAsync(Silent);
        Assert.False(waiting.IsCompleted);

        _question.SetException(new TimeoutException());
        Assert.Equal((false, 0), await waiting);
        Assert.Equal((true, 5), await _notice.WaitAsync(Task.FromResult(5), Never));
        Assert.Equal((true, 6), await _notice.WaitAsync(Task.FromResult(6), Never));
        Assert.Equal(Silent + Again, _error.ToString());
    }

    [Fact]
    public async Task WaitAsync_SilentASecondTime_SaysItASecondTime()
    {
        for (var times = 0; times < 2; times++)
        {
            _clock.Advance(SilenceNotice.Patience);
            await _notice.WaitAsync(Task.FromException<int>(new TimeoutException()), Never);
            await _notice.WaitAsync(Task.FromException<int>(new TimeoutException()), Never);
            await _notice.WaitAsync(Task.FromResult(5), Never);
        }

        Assert.Equal(Silent + Again + Silent + Again, _error.ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task WaitAsync_InterruptedWhileTheCallIsOut_EndsAtOnce(int seconds)
    {
        using var interruption = new CancellationTokenSource();
        var waiting = _notice.WaitAsync(_question.Task, interruption.Token);
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        await interruption.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(30), Never));
    }

    public void Dispose() => _error.Dispose();

    // The notice comes with the fake clock's timer, on whatever thread that runs.
    private async Task SaidAsync(string text)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(Never);
        bound.CancelAfter(TimeSpan.FromSeconds(30));
        while (_error.ToString() != text)
        {
            bound.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
