using EmailCampaign.Accounts;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Tests.Fixtures;

namespace EmailCampaign.Client.Tests.Connections;

/// <summary>Waiting for a desk whose silo may be lost; the clock jumps, so that each look follows the last at once.</summary>
public sealed class DeskAnswerTests
{
    private static readonly TestSendResult Sent = new() { Outcome = TestSendOutcome.Accepted, Account = "smtp" };

    private readonly JumpingClock _clock = new(ConsoleFixture.Now);

    [Fact]
    public async Task Wait_DeskAtWorkForLong_IsWaitedForUntilItAnswers()
    {
        var call = new TaskCompletionSource<TestSendResult>();
        var looks = 0;
        var desk = new Desk(() =>
        {
            if (++looks == 50)
            {
                call.SetResult(Sent);
            }

            return Task.FromResult(true);
        });

        Assert.Same(Sent, await WaitAsync(desk, call.Task));
        Assert.Equal(50, looks);
    }

    [Fact]
    public async Task Wait_DeskThatIsNotAtWork_IsGivenUpAtTheSecondLook()
    {
        var looks = 0;
        var desk = new Desk(() => Task.FromResult(++looks == 2)); // the first look overtook the call

        Assert.Null(await WaitAsync(desk, new TaskCompletionSource<TestSendResult>().Task));
        Assert.Equal(4, looks);
    }

    [Fact]
    public async Task Wait_AnswerThatComesWithTheLastLook_IsTaken()
    {
        var call = new TaskCompletionSource<TestSendResult>();
        var looks = 0;
        var desk = new Desk(() =>
        {
            if (++looks == 2)
            {
                call.SetResult(Sent);
            }

            return Task.FromResult(false);
        });

        Assert.Same(Sent, await WaitAsync(desk, call.Task));
    }

    [Fact]
    public async Task Wait_DeskThatCannotBeAsked_IsGivenUpAfterAMinute()
    {
        var started = _clock.GetUtcNow();

        Assert.Null(await WaitAsync(new Desk(static () => throw new TimeoutException()), new TaskCompletionSource<TestSendResult>().Task));

        Assert.InRange(_clock.GetUtcNow() - started, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(70));
    }

    [Fact]
    public async Task Wait_CallThatFails_Throws()
        => await Assert.ThrowsAsync<InvalidOperationException>(() => WaitAsync(new Desk(static () => Task.FromResult(true)), Task.FromException<TestSendResult>(new InvalidOperationException())));

    private Task<TestSendResult?> WaitAsync(Desk desk, Task<TestSendResult> call)
        => new DeskAnswer(desk, _clock).WaitAsync(call, TestContext.Current.CancellationToken);

    private sealed class Desk(Func<Task<bool>> isAtWork) : IProviderDeskGrain
    {
        public Task<bool> IsAtWorkAsync() => isAtWork();

        public Task<IReadOnlyList<string>> GetNamesAsync() => throw new NotSupportedException();

        public Task<ProviderFacts> DescribeAsync(Sender? from) => throw new NotSupportedException();

        public Task<AccountState> AskAsync() => throw new NotSupportedException();

        public Task<TestSendResult> SendAsync(TestMail mail) => throw new NotSupportedException();
    }
}
