using System.Runtime.InteropServices;
using System.Text.Json;
using EmailCampaign.Testing.Http;

namespace EmailCampaign.Testing.Resend;

/// <summary>
/// Resend as far as its idempotency goes: mails are taken once for each key. The same key with the same body gets the first answer again, with
/// another body, or while the first call is being worked on, it is refused. A key lives as long as this does.
/// </summary>
public sealed class FakeResend : IAsyncDisposable
{
    private readonly Dictionary<string, KeptCall> _kept = [];
    private readonly Dictionary<string, int> _taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ResendCall> _calls = [];
    private readonly Lock _gate = new();
    private readonly TimeSpan _delay;
    private int _takenCount;

    /// <param name="doors">Addresses.</param>
    /// <param name="delay">How long a call takes.</param>
    public FakeResend(int doors, TimeSpan delay)
    {
        _delay = delay;
        Doors = [.. Enumerable.Range(0, doors).Select(number => new ResendDoor(this, number))];
    }

    public IReadOnlyList<ResendDoor> Doors { get; }

    /// <summary>Mails taken.</summary>
    public int TakenCount => Volatile.Read(ref _takenCount);

    /// <summary>All calls, in order.</summary>
    public IReadOnlyList<ResendCall> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>Mails taken for each recipient.</summary>
    public IReadOnlyDictionary<string, int> TakenByRecipient()
    {
        lock (_gate)
        {
            return new Dictionary<string, int>(_taken, StringComparer.OrdinalIgnoreCase);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var door in Doors)
        {
            await door.DisposeAsync();
        }
    }

    internal HttpAction Answer(ResendCall call, HttpSeen request, Task? until)
    {
        lock (_gate)
        {
            if (!_kept.TryGetValue(call.Key, out var kept))
            {
                var working = until ?? Task.Delay(_delay);
                _kept.Add(call.Key, kept = new KeptCall(call.Body, Taken(call, request), working));
                Take(call);
                return new HttpAction.Hold(working, kept.Answer);
            }

            var fate = kept.Body != call.Body ? ResendFate.Conflicting : kept.Working.IsCompleted ? ResendFate.Repeated : ResendFate.Concurrent;
            _calls.Add(call with { Fate = fate });
            HttpAction answer = fate switch
            {
                ResendFate.Conflicting => Refusal("invalid_idempotent_request", "This idempotency key has been used with a different request body."),
                ResendFate.Concurrent => Refusal("concurrent_idempotent_requests", "The original request with this idempotency key is still in progress."),
                _ => kept.Answer,
            };
            return until is null ? answer : new HttpAction.Hold(until, answer);
        }
    }

    internal HttpAction Lose(ResendCall call, Task until)
    {
        lock (_gate)
        {
            _calls.Add(call with { Fate = ResendFate.Lost });
            return new HttpAction.Hold(until, new HttpAction.Close());
        }
    }

    private void Take(ResendCall call)
    {
        _calls.Add(call);
        foreach (var recipient in call.Recipients)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_taken, recipient, out _)++;
        }

        Interlocked.Add(ref _takenCount, call.Recipients.Count);
    }

    private static HttpAction.Reply Taken(ResendCall call, HttpSeen request)
    {
        var ids = call.Recipients.Select((_, index) => new { id = $"{call.Door:x2}{request.Number:x6}-{index:x4}" }).ToList();
        return new(200, request.Target == "/emails/batch" ? JsonSerializer.Serialize(new { data = ids }) : JsonSerializer.Serialize(ids[0]));
    }

    private static HttpAction.Reply Refusal(string name, string message) => new(409, JsonSerializer.Serialize(new { statusCode = 409, name, message }));

    private sealed record KeptCall(string Body, HttpAction.Reply Answer, Task Working);
}
