namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>Whose turn it is among the servers of an account.</summary>
/// <remarks>
/// The next is the one with the least of its share used up (stride scheduling): with weights 3 and 1, three of four slices go to the first.
/// One that was left out does not catch up afterwards: the others' turns count as its own. While one rests, a single caller an
/// interval tries it, so that a server that swallows connections holds up nobody else.
/// </remarks>
internal sealed class SmtpTurns(IReadOnlyList<SmtpServer> servers, TimeSpan rest, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private double _now;

    /// <summary>The servers in the order in which they should be asked: those that rest at the end.</summary>
    public IReadOnlyList<SmtpServer> Order()
    {
        lock (_lock)
        {
            var moment = clock.GetTimestamp();
            return
            [
                .. servers.OrderBy(server => server.RestsUntil is { } until && until > moment ? 1 : 0)
                    .ThenBy(server => Math.Max(server.Pass, _now)),
            ];
        }
    }

    /// <summary>Whether the server is left out for now.</summary>
    public bool Rests(SmtpServer server)
    {
        lock (_lock)
        {
            return server.RestsUntil is { } until && until > clock.GetTimestamp();
        }
    }

    /// <summary>Counts a turn of the server that is about to be asked for a session.</summary>
    public void Take(SmtpServer server)
    {
        lock (_lock)
        {
            _now = Math.Max(server.Pass, _now);
            server.Pass = _now + (1.0 / server.Endpoint.Weight);
            if (server.RestsUntil is not null)
            {
                RestAgain(server); // this caller tries it; the others wait for what he finds
            }
        }
    }

    public void Reached(SmtpServer server)
    {
        lock (_lock)
        {
            server.RestsUntil = null;
        }
    }

    /// <param name="wish">The server's own wish for a longer rest.</param>
    public void Failed(SmtpServer server, TimeSpan? wish = null)
    {
        lock (_lock)
        {
            RestAgain(server, wish);
        }
    }

    private void RestAgain(SmtpServer server, TimeSpan? wish = null)
    {
        var seconds = Math.Max(rest.TotalSeconds, wish?.TotalSeconds ?? 0);
        server.RestsUntil = clock.GetTimestamp() + (long)(seconds * clock.TimestampFrequency);
    }
}
