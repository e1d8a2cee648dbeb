using EmailCampaign.Quotas;

namespace EmailCampaign.Grains.Tests.Quotas;

public sealed class AdaptiveRateTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly AdaptiveRate _rate = new();

    [Fact]
    public void At_NobodyAskedToSlowDown_IsNoLimit() => Assert.Null(_rate.At(Start));

    [Fact]
    public void At_AfterTheFirstSlowDown_IsHalfThenNearlyAllThenMore()
    {
        _rate.SlowDown(100, Rest, Start);

        Assert.Equal(50, _rate.At(Start + Rest)!.Value, 1);
        Assert.Equal(95, _rate.At(Start + Rest + TimeSpan.FromSeconds(2))!.Value, 1);
        Assert.InRange(_rate.At(Start + Rest + TimeSpan.FromSeconds(12))!.Value, 160, 175);
        Assert.Null(_rate.At(Start + TimeSpan.FromMinutes(2)));
        Assert.Null(_rate.At(Start + TimeSpan.FromMinutes(3)));
    }

    // What was accepted before the first one may have been less than the far side takes.
    [Fact]
    public void At_ASlowDownOnTheWayUp_StaysNearThatRateForLonger()
    {
        _rate.SlowDown(100, Rest, Start);
        var found = _rate.At(Start + TimeSpan.FromSeconds(10))!.Value;
        _rate.SlowDown(found, Rest, Start + TimeSpan.FromSeconds(10));

        Assert.Equal(0.97 * found / 2, _rate.At(Start + TimeSpan.FromSeconds(11))!.Value, 1);
        Assert.InRange(_rate.At(Start + TimeSpan.FromSeconds(23))!.Value, 0.97 * found, 1.05 * found);
        Assert.InRange(_rate.At(Start + TimeSpan.FromSeconds(73))!.Value, 4 * found, 7 * found);
    }

    [Fact]
    public void SlowDown_SeveralForTheSameMails_CountsOnce()
    {
        _rate.SlowDown(100, Rest, Start);
        _rate.SlowDown(100, Rest, Start + TimeSpan.FromMilliseconds(900));

        Assert.Equal(50, _rate.At(Start + Rest)!.Value, 1);
    }

    [Fact]
    public void SlowDown_NothingWasAccepted_LeavesATrickle()
    {
        _rate.SlowDown(0, Rest, Start);

        Assert.InRange(_rate.At(Start + Rest)!.Value, 0.4, 1);
        for (var second = 1; second < 20; second++)
        {
            _rate.SlowDown(0, Rest, Start + TimeSpan.FromSeconds(2 * second));
        }

        Assert.Equal(0.1, _rate.At(Start + TimeSpan.FromSeconds(40))!.Value, 1);
    }

    // The silo that was told so had none of the mails that were accepted before.
    [Fact]
    public void Learn_MailsToldOfAfterTheSlowDown_CountForTheRate()
    {
        _rate.SlowDown(0, Rest, Start);
        _rate.Learn(30, Start + TimeSpan.FromMilliseconds(500));
        _rate.Learn(80, Start + TimeSpan.FromMilliseconds(900));

        Assert.Equal(15, _rate.At(Start + Rest)!.Value, 1);
    }

    // Far sides that take 30 a second and refuse the rest, without saying so; mails come up to a tenth of a second late, or as they started.
    [Theory]
    [InlineData(FarSide.InEachSecond, 0)]
    [InlineData(FarSide.InAnySecond, 0)]
    [InlineData(FarSide.InAnySecond, 100)]
    [InlineData(FarSide.WithAnAllowance, 100)]
    public void At_AFarSideThatTakesThirtyASecond_SettlesWithinAFifth(FarSide kind, int milliseconds)
    {
        var (accepted, line, random) = (new AcceptedRate(), new RateLine(Start), new Random(1));
        var (taken, allowance, at, total) = (new List<DateTimeOffset>(), 30.0, Start, 0);
        var restsUntil = Start;
        for (var now = Start; now < Start + TimeSpan.FromSeconds(130); now += TimeSpan.FromMilliseconds(1))
        {
            var rate = _rate.At(now) ?? 2000;
            if (now < restsUntil || line.Free(rate, now) == 0 || !line.IsIdle(rate, now))
            {
                continue;
            }

            line.Take(1, rate, now);
            if (Takes(now + TimeSpan.FromMilliseconds(milliseconds * random.NextDouble())))
            {
                accepted.Add(1, now);
                total += now >= Start + TimeSpan.FromSeconds(10) ? 1 : 0;
            }
            else
            {
                _rate.SlowDown(accepted.Peak(now), Rest, now);
                restsUntil = now + Rest;
            }
        }

        Assert.InRange(total / 120.0, 0.82 * 30, 30.5);

        bool Takes(DateTimeOffset arrival)
        {
            taken.RemoveAll(before => arrival - before >= TimeSpan.FromSeconds(2));
            allowance = Math.Min(30, allowance + (30 * Math.Max(0, (arrival - at).TotalSeconds)));
            at = arrival > at ? arrival : at;
            var takes = kind switch
            {
                FarSide.InEachSecond => taken.Count(before => before.ToUnixTimeSeconds() == arrival.ToUnixTimeSeconds()) < 30,
                FarSide.InAnySecond => taken.Count(before => arrival - before < TimeSpan.FromSeconds(1)) < 30,
                _ => allowance >= 1,
            };
            allowance -= takes ? 1 : 0;
            if (takes)
            {
                taken.Add(arrival);
            }

            return takes;
        }
    }

    /// <summary>How a far side counts.</summary>
    public enum FarSide
    {
        InEachSecond,
        InAnySecond,
        WithAnAllowance,
    }
}
