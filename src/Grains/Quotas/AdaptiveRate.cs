namespace EmailCampaign.Quotas;

/// <summary>
/// The rate of an account that says "slow down" without saying how fast is right. It is halved, comes back to just below the rate at which it
/// was told so within seconds, and feels its way up from there: slowly at first, faster the longer nothing is said. After a minute or two
/// of silence it is over.
/// </summary>
/// <remarks>
/// The shape of TCP's congestion control (additive increase, multiplicative decrease, RFC 5681), with the remembered ceiling of CUBIC
/// (RFC 9438): plain halving and climbing would spend most of the time far below what the far side takes.
/// </remarks>
internal sealed class AdaptiveRate
{
    private const double Floor = 0.1;
    private const double Trickle = 1;
    private const double Over = 100; // times the ceiling

    // Until a "slow down" on the way up has confirmed the ceiling it may be far too low.
    private static readonly Climb Guessed = new(Seconds: 2, Close: 0.95, Step: 0.05, Doubling: 10);

    // Each look at the ceiling costs a rest: seldom, and from close by.
    private static readonly Climb Confirmed = new(Seconds: 1, Close: 0.99, Step: 0.0005, Doubling: 6);

    private static readonly TimeSpan Reports = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan SameEvent = TimeSpan.FromMilliseconds(500);

    private double _ceiling;
    private DateTimeOffset _from;
    private DateTimeOffset _sameUntil;
    private DateTimeOffset _learnsUntil;
    private bool _learns;

    /// <summary>Mails a second; null while nobody has asked to slow down.</summary>
    public double? At(DateTimeOffset now)
    {
        if (_ceiling <= 0)
        {
            return null;
        }

        var seconds = Math.Max(0, (now - _from).TotalSeconds);
        var share = (_learns ? Guessed : Confirmed).At(seconds);
        if (share < Over)
        {
            return Math.Max(Floor, _ceiling * share);
        }

        _ceiling = 0;
        return null;
    }

    /// <summary>Takes note of mails that were accepted before a "slow down" and told of after it: another silo may have had them.</summary>
    public void Learn(double accepted, DateTimeOffset now)
    {
        if (_learns && now < _learnsUntil && accepted > _ceiling)
        {
            _ceiling = accepted;
        }
    }

    /// <summary>Takes note of a "slow down"; more of them right behind the first are about the same mails.</summary>
    /// <param name="accepted">Mails a second that were accepted lately.</param>
    /// <param name="rest">How long nothing is sent.</param>
    public void SlowDown(double accepted, TimeSpan rest, DateTimeOffset now)
    {
        if (now < _sameUntil)
        {
            return;
        }

        // A rate that felt its way up has found the ceiling just there; what was accepted in the last second or two is known less exactly.
        var rate = At(now);
        _learns = rate is null || accepted <= 0.7 * rate;
        _ceiling = !_learns ? 0.97 * rate!.Value : accepted > 0 ? accepted : rate / 2 ?? Trickle;
        _from = now + rest;
        _sameUntil = now + (rest > SameEvent ? rest : SameEvent);
        _learnsUntil = now + Reports;
    }

    /// <summary>The way up from the half, in shares of the ceiling.</summary>
    /// <param name="Seconds">From the half to <paramref name="Close"/>.</param>
    /// <param name="Close">Where the rate begins to feel its way.</param>
    /// <param name="Step">A second, at first.</param>
    /// <param name="Doubling">Seconds until the step has doubled.</param>
    private sealed record Climb(double Seconds, double Close, double Step, double Doubling)
    {
        public double At(double seconds) => seconds < Seconds
            ? 0.5 + ((Close - 0.5) * seconds / Seconds)
            : Close + (Step * Doubling / Math.Log(2) * (Math.Pow(2, Math.Min(200, seconds - Seconds) / Doubling) - 1));
    }
}
