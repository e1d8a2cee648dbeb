using EmailCampaign.Grains.Tests.Conservation;
using EmailCampaign.Quotas;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Grains.Tests.Quotas;

/// <summary>Callers of one or of several silos, by simulated time.</summary>
public sealed class PermitLineTests
{
    private const int Senders = 20;

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    private readonly TurnContext _turns = new();
    private readonly List<(DateTimeOffset At, int Mails)> _starts = [];
    private readonly LocalQuotas _quotas;

    public PermitLineTests() => _quotas = new LocalQuotas(_clock);

    [Theory]
    [InlineData(5, 1)]
    [InlineData(14, 3)]
    [InlineData(50, 3)]
    [InlineData(1000, 1)]
    [InlineData(1000, 3)]
    public void ReserveAsync_ManyCallersOfSeveralSilos_KeepTheRateInEverySecondAndUseIt(double rate, int silos)
    {
        var size = PacedSlice.Size(25, rate, isCall: false);
        var callers = _turns.Do(() => Enumerable.Range(0, silos).SelectMany(_ => Line(rate) is var line
            ? Enumerable.Range(0, 20).Select(_ => SendAsync(line, size, times: 12 * (int)Math.Ceiling(rate / size / 20 / silos), used: true)).ToList()
            : []).ToList());

        PassUntilDone(callers, seconds: 60);

        AssertEachSecond(_quotas.Leased.Select(static at => (at, 1)), (int)rate);
        AssertEachSecond(_starts, (int)(rate * 1.02) + 1);
        Assert.InRange(_starts.Where(start => start.At < _starts[0].At + TimeSpan.FromSeconds(10)).Sum(static start => start.Mails), rate * 9.7, (rate * 10) + size);
    }

    // What a batch whose work is done reserved before goes back one by one.
    [Fact]
    public void Return_PermitsOfABatchThatIsDone_AreUsedByOthersAndNeverPileUp()
    {
        var line = Line(14);
        var callers = _turns.Do(() => Enumerable.Range(0, 40)
            .Select(number => number % 2 == 0 ? SendAsync(line, 1, times: 1, used: false) : SendAsync(line, 1, times: 5, used: true)).ToList());

        PassUntilDone(callers, seconds: 60);

        Assert.Equal(100, _starts.Count);
        AssertEachSecond(_starts, 15);
    }

    [Fact]
    public void ReserveAsync_AfterAPause_HasSavedUpNothing()
    {
        var line = Line(10);
        PassUntilDone(_turns.Do(() => new List<Task> { SendAsync(line, 1, times: 1, used: true) }), seconds: 1);
        _clock.Advance(TimeSpan.FromHours(1));

        PassUntilDone(_turns.Do(() => Enumerable.Range(0, 20).Select(_ => SendAsync(line, 1, times: 1, used: true)).ToList()), seconds: 3);

        AssertEachSecond(_quotas.Leased.Select(static at => (at, 1)), 10);
        AssertEachSecond(_starts, 11);
    }

    [Fact]
    public void ReserveAsync_Cancelled_GivesItsPlaceToTheNext()
    {
        var line = Line(1);
        using var giveUp = new CancellationTokenSource();
        PassUntilDone(_turns.Do(() => new List<Task> { SendAsync(line, 1, times: 1, used: true) }), seconds: 1);
        var first = _turns.Do(() => line.ReserveAsync(5, giveUp.Token));
        var second = _turns.Do(() => SendAsync(line, 1, times: 1, used: true));
        giveUp.Cancel();
        _turns.Run();

        Assert.True(first.IsCanceled);
        PassUntilDone([second], seconds: 2);
    }

    [Fact]
    public void ReserveAsync_NothingUsedForLongerThanAPermitLives_TellsOfThem()
    {
        var line = Line(100);
        var reserved = _turns.Do(() => line.ReserveAsync(3, CancellationToken.None));
        PassUntilDone([reserved], seconds: 1);
        _turns.Do(() =>
        {
            line.Return(reserved.Result[1..]);
            return true;
        });
        _clock.Advance(PermitLine.Validity + TimeSpan.FromSeconds(1));

        Assert.Equal(2, Assert.Single(line.TakeUnused()).Count);
        Assert.Empty(line.TakeUnused());
    }

    [Fact]
    public void OnTimeAsync_MailsHeldUpForLong_TakeOtherPermitsAndStartApart()
    {
        var line = Line(10);
        var reserved = Enumerable.Range(0, 5).Select(_ => _turns.Do(() => line.ReserveAsync(1, CancellationToken.None))).ToList();
        PassUntilDone(reserved, seconds: 2);
        _clock.Advance(TimeSpan.FromSeconds(5));

        var starting = reserved.Select(permits => _turns.Do(() => StartAsync(line, permits.Result))).ToList();
        PassUntilDone(starting, seconds: 2);

        Assert.All(_starts.Zip(_starts.Skip(1)), static pair => Assert.InRange(pair.Second.At - pair.First.At, TimeSpan.FromMilliseconds(95), TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task OnTimeAsync_FewerOtherPermitsThanMails_TheNextPayForThem()
    {
        var blocks = new Queue<PermitBlock>([new() { Count = 3 }, new() { Count = 2 }, new() { AskAgainIn = TimeSpan.FromSeconds(3) }]);
        var line = new PermitLine((_, _) => Task.FromResult(blocks.TryDequeue(out var block) ? block : new PermitBlock { AskAgainIn = TimeSpan.FromHours(1) }), _clock, Senders);
        var reserved = _turns.Do(() => line.ReserveAsync(3, CancellationToken.None));
        PassUntilDone([reserved], seconds: 1);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var held = await reserved;
        var starting = _turns.Do(() => line.OnTimeAsync(held));
        PassUntilDone([starting], seconds: 2);
        Assert.Equal(2, (await starting)!.Length);

        // One was sent without a permit: of the three that come back, one pays for it.
        var now = _clock.GetUtcNow();
        _turns.Do(() =>
        {
            line.Return([new Permit(now, 0, now), new Permit(now, 0, now), new Permit(now, 0, now)]);
            return true;
        });
        Assert.True(_turns.Do(() => line.ReserveAsync(2, CancellationToken.None)).IsCompletedSuccessfully);
        Assert.False(_turns.Do(() => line.ReserveAsync(1, CancellationToken.None)).IsCompleted);
    }

    [Fact]
    public async Task OnTimeAsync_NoOtherPermitsForLong_GivesUp()
    {
        var given = false;
        var line = new PermitLine(
            (_, _) => Task.FromResult(given ? new PermitBlock { AskAgainIn = TimeSpan.FromHours(1) } : new PermitBlock { Count = 1 }), _clock, Senders);
        var reserved = _turns.Do(() => line.ReserveAsync(1, CancellationToken.None));
        PassUntilDone([reserved], seconds: 1);
        given = true;
        _clock.Advance(TimeSpan.FromSeconds(5));

        var held = await reserved;
        var starting = _turns.Do(() => line.OnTimeAsync(held));
        PassUntilDone([starting], seconds: 6);

        Assert.Null(await starting);
    }

    [Theory]
    [InlineData(5_000)]
    [InlineData(10_000)]
    [InlineData(20_000)]
    public void OnTimeAsync_AfterAWriteThatTookLong_KeepsTheRateUp(double rate)
    {
        var line = Line(rate);
        var writes = 0;
        var from = _clock.GetUtcNow() + TimeSpan.FromSeconds(1);
        var slices = (int)(rate / 25 / Senders * 3);
        var callers = _turns.Do(() => Enumerable.Range(0, Senders).Select(_ => HoldAsync(line, 25, slices, () => writes++ == 100 ? 200 : 5)).ToList());

        PassUntilDone(callers, seconds: 10);

        Assert.InRange(_starts.Where(start => start.At >= from && start.At < from + TimeSpan.FromSeconds(1.5)).Sum(static start => start.Mails), rate * 1.5 * 0.95, rate * 1.5 * 1.05);
    }

    [Fact]
    public void OnTimeAsync_NoRateToKeep_DoesNotWaitForOthersThatWereLate()
    {
        var line = new PermitLine((wanted, _) => Task.FromResult(new PermitBlock { Count = wanted }), _clock, Senders);
        var late = _turns.Do(() => line.ReserveAsync(25, CancellationToken.None));
        PassUntilDone([late], seconds: 1);
        Pass(TimeSpan.FromMilliseconds(200));
        var next = _turns.Do(() => line.ReserveAsync(25, CancellationToken.None));

        Assert.True(_turns.Do(() => line.OnTimeAsync(late.Result)).IsCompletedSuccessfully);
        Assert.True(_turns.Do(() => line.OnTimeAsync(next.Result)).IsCompletedSuccessfully);
    }

    [Fact]
    public void HoldAsync_MoreSlicesThanSenders_WaitUntilOneIsGivenBack()
    {
        var line = new PermitLine((wanted, _) => Task.FromResult(new PermitBlock { Count = wanted }), _clock, senders: 2);
        var held = Enumerable.Range(0, 3).Select(_ => _turns.Do(() => line.HoldAsync(static () => 1, CancellationToken.None))).ToList();
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal([true, true, false], held.Select(static slice => slice.IsCompletedSuccessfully));

        _turns.Do(() =>
        {
            held[0].Result.Return(0);
            held[0].Result.Return(0);
            return true;
        });
        var another = _turns.Do(() => line.HoldAsync(static () => 1, CancellationToken.None));
        Pass(TimeSpan.FromSeconds(1));

        Assert.True(held[2].IsCompletedSuccessfully);
        Assert.False(another.IsCompleted);
    }

    private async Task HoldAsync(PermitLine line, int size, int times, Func<int> writeMilliseconds)
    {
        for (var turn = 0; turn < times; turn++)
        {
            var held = await line.HoldAsync(() => size, CancellationToken.None);
            await Task.Delay(TimeSpan.FromMilliseconds(writeMilliseconds()), _clock);
            Assert.True(await held.OnTimeAsync());
            _starts.Add((_clock.GetUtcNow(), size));
            await Task.Delay(TimeSpan.FromMilliseconds(5), _clock);
            held.Return(0);
        }
    }

    private async Task StartAsync(PermitLine line, Permit[] permits)
    {
        Assert.NotNull(await line.OnTimeAsync(permits));
        _starts.Add((_clock.GetUtcNow(), 1));
    }

    [Fact]
    public void Owe_MailsWithoutAPermit_ArePaidByTheNext()
    {
        var line = Line(10);
        line.Owe(10);

        PassUntilDone([_turns.Do(() => SendAsync(line, 1, times: 1, used: true))], seconds: 2);

        Assert.InRange(_starts[0].At - new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.1));
    }

    [Fact]
    public void ReserveAsync_TheQuotaFails_StartsNothingAndGoesOnLater()
    {
        var fails = true;
        var line = new PermitLine(
            (wanted, unused) => fails ? Task.FromException<PermitBlock>(new TimeoutException()) : _quotas.LeaseAsync("a", new PermitRequest(wanted, new AccountLimits { PerSecond = 5 }, unused)),
            _clock,
            Senders);
        var sending = _turns.Do(() => SendAsync(line, 1, times: 1, used: true));
        Pass(TimeSpan.FromSeconds(5));
        Assert.Empty(_starts);

        fails = false;
        PassUntilDone([sending], seconds: 1);
    }

    [Fact]
    public void TakeUnused_TheCallThatToldOfThemFailed_TellsOfThemAgain()
    {
        var told = new List<int>();
        var fails = false;
        var line = new PermitLine(
            (wanted, unused) =>
            {
                told.Add(unused.Sum(static permits => permits.Count));
                return fails ? Task.FromException<PermitBlock>(new TimeoutException()) : Task.FromResult(new PermitBlock { Count = wanted });
            },
            _clock,
            Senders);
        line.Return([new Permit(_clock.GetUtcNow(), 7, _clock.GetUtcNow())]);
        _clock.Advance(PermitLine.Validity + TimeSpan.FromSeconds(1));
        fails = true;
        var sending = _turns.Do(() => SendAsync(line, 1, times: 1, used: true));
        fails = false;
        PassUntilDone([sending], seconds: 1);

        Assert.Equal([1, 1], told);
        Assert.Empty(line.TakeUnused());
    }

    private PermitLine Line(double rate) => new(
        (wanted, unused) => _quotas.LeaseAsync("a", new PermitRequest(wanted, new AccountLimits { PerSecond = rate }, unused)), _clock, Senders);

    private async Task SendAsync(PermitLine line, int size, int times, bool used)
    {
        for (var turn = 0; turn < times; turn++)
        {
            var permits = await line.ReserveAsync(size, CancellationToken.None);
            Assert.All(permits, permit => Assert.True(permit.From <= _clock.GetUtcNow()));
            if (used)
            {
                _starts.Add((_clock.GetUtcNow(), size));
            }
            else
            {
                line.Return(permits);
            }
        }
    }

    private void PassUntilDone(IReadOnlyList<Task> callers, int seconds)
    {
        for (var passed = 0; !callers.All(static caller => caller.IsCompletedSuccessfully); passed++)
        {
            Assert.True(passed < seconds * 1000, "Somebody waits for ever.");
            Pass(TimeSpan.FromMilliseconds(1));
        }
    }

    private void Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMilliseconds(1))
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            _turns.Run();
        }
    }

    private static void AssertEachSecond(IEnumerable<(DateTimeOffset At, int Mails)> starts, int most)
    {
        var ordered = starts.OrderBy(static start => start.At).ToList();
        var (first, mails) = (0, 0);
        foreach (var start in ordered)
        {
            mails += start.Mails;
            for (; ordered[first].At <= start.At - TimeSpan.FromSeconds(1); first++)
            {
                mails -= ordered[first].Mails;
            }

            Assert.True(mails <= most, $"{mails} mails in the second that ends at {start.At:O}, {most} are the most.");
        }
    }
}
