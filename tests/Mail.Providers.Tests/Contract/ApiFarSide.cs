using System.Globalization;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Http;

namespace EmailCampaign.Mail.Providers.Tests.Contract;

/// <summary>A vendor's API, played by a scripted server.</summary>
internal sealed class ApiFarSide : FarSide
{
    private readonly ApiSpelling _vendor;
    private readonly List<IReadOnlyList<string>> _taken = [];
    private readonly ScriptedHttpServer _server;
    private readonly Uri _address;

    public ApiFarSide(ApiSpelling vendor, FarBehaviour behaviour)
    {
        _vendor = vendor;
        var script = Script(behaviour);
        _server = behaviour is FarBehaviour.Untrusted ? ScriptedHttpServer.StartUntrusted(script) : ScriptedHttpServer.Start(script);

        // A plain server does not take part in a handshake.
        _address = behaviour is FarBehaviour.LoseHandshake ? new UriBuilder(_server.Address) { Scheme = "https" }.Uri : _server.Address;
        if (behaviour is FarBehaviour.Gone)
        {
            _server.StopAsync().GetAwaiter().GetResult();
        }
    }

    public override string Place => _server.Address.Authority;

    public override (string Outcome, string Account) TlsFailure => ($"TLS with {Place} failed: ", "TLS with ");

    public override string SettingOfPlace => ":BaseAddress";

    public override IReadOnlyList<IReadOnlyList<string>> TakenByCall
    {
        get
        {
            lock (_taken)
            {
                return [.. _taken];
            }
        }
    }

    public override IReadOnlyList<string?> Keys => [.. _server.Requests.Select(static request => request.Header("Idempotency-Key"))];

    public override int Calls => _server.Requests.Count;

    public override int Connections => _server.ConnectionCount;

    public override IMailProvider Create(TimeProvider clock) => _vendor.Create(_address, clock);

    public override void Become(FarBehaviour behaviour) => _server.Script = Script(behaviour);

    public override Task WhenAskedAsync() => _server.WhenRequestedAsync();

    public override Task WhenAnsweringAsync() => _server.WhenSentAsync(octets: 20);

    public override ValueTask DisposeAsync() => _server.DisposeAsync();

    private HttpScript Script(FarBehaviour behaviour) => behaviour switch
    {
        FarBehaviour.Accept accept => new(request =>
        {
            accept.OnAttempt?.Invoke();
            return Take(request);
        }),
        FarBehaviour.Reject reject => new(request => _vendor.Recipients(request).Contains(reject.Recipient) ? _vendor.Rejects(request, reject.Recipient) : Take(request)),
        FarBehaviour.Throttle { Time: { } time } => HttpScript.Always(_vendor.Throttles.With("Retry-After", time.TotalSeconds.ToString(CultureInfo.InvariantCulture))),
        FarBehaviour.Throttle => HttpScript.Always(_vendor.Throttles),
        FarBehaviour.ThrottleUntil until => HttpScript.Always(_vendor.Throttles.With("Retry-After", until.Time.ToString("R", CultureInfo.InvariantCulture))),
        FarBehaviour.QuotaUsedUp => HttpScript.Always(_vendor.QuotaUsedUp),
        FarBehaviour.RefuseCredentials refuse => HttpScript.Always(_vendor.KeyRefused(refuse.Text)),
        FarBehaviour.ServerError error => HttpScript.Always(new HttpAction.Reply(new[] { 500, 502, 503, 504 }[error.Variant], "<html>Bad gateway</html>")),
        FarBehaviour.Gone or FarBehaviour.Untrusted or FarBehaviour.LoseHandshake or FarBehaviour.LimitSize => new(Take),
        FarBehaviour.ResetBeforeBody => HttpScript.ResetBeforeBody,
        FarBehaviour.ResetAfterBody => HttpScript.Always(new HttpAction.Reset()),
        FarBehaviour.CloseUnanswered => HttpScript.Always(new HttpAction.Close()),
        FarBehaviour.Drip => new(request => new HttpAction.Trickle(_vendor.Accepts(request).With("X-Long", new string('x', 4000)))),
        FarBehaviour.Malformed malformed => HttpScript.Always(new HttpAction.Raw(new[]
        {
            "HTTP/1.1 2x0 What?\r\n\r\n", "SSH-2.0-OpenSSH_9.6\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"id\":",
        }[malformed.Variant])),
        FarBehaviour.ForeignYes => HttpScript.Always(new HttpAction.Reply(200, "<html>Welcome to our wireless network</html>")),
        FarBehaviour.EndlessReply => HttpScript.Always(new HttpAction.Reply(500, new string('x', 5_000_000))),
        FarBehaviour.Hold hold => new(request => new HttpAction.Hold(hold.Until, _vendor.Accepts(request))),
        FarBehaviour.Silent silent => HttpScript.Always(new HttpAction.Hold(silent.Until, new HttpAction.Reply(200, "{}"))),
        _ => throw new NotSupportedException(behaviour.ToString()),
    };

    private HttpAction.Reply Take(HttpSeen request)
    {
        // A question about the account has no body.
        if (request.Content.IsEmpty)
        {
            return new HttpAction.Reply(200, "{}");
        }

        lock (_taken)
        {
            _taken.Add(_vendor.Recipients(request));
        }

        return _vendor.Accepts(request);
    }
}
