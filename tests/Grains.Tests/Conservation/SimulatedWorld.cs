using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Hosting;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Senders;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Grains.Tests.Conservation;

/// <summary>
/// A batch, the processes that work on it, its row, the provider and everything that can go wrong between them. Each number of the
/// run chooses the next event; after each of them the promises are checked, and once the faults have ended everything must come to rest.
/// </summary>
internal sealed class SimulatedWorld
{
    private const int Recipients = 4;
    private const int Generations = 8;

    private readonly FakeTimeProvider _clock = new(Batches.Ledgers.Start);
    private readonly TurnContext _turns = new();
    private readonly CountedIds _ids = new();
    private readonly int[] _choices;
    private readonly DeliveryGuarantee _guarantee;
    private readonly bool _exclusive;
    private readonly SimulatedRow _row = new(BatchLedger.Create(Recipients));
    private readonly List<SimulatedSilo> _silos = [];
    private readonly List<SimulatedActivation> _activations = [];
    private readonly List<(SimulatedWrite Write, SimulatedSilo Silo)> _flights = [];
    private readonly int[,] _accepted = new int[Recipients, Generations];
    private readonly HashSet<(int Recipient, int Generation, SimulatedSilo Silo)> _known = [];
    private readonly List<string> _log = [];
    private SimulatedActivation? _current;
    private int _next;
    private long _epoch = 1;
    private bool _sends = true;
    private bool _cancelled;
    private int _kills = 3;
    private int _duplicates = 4;
    private int _lostWrites = 6;
    private int _lostAnswers = 5;
    private int _replays = 4;

    public SimulatedWorld(int[] choices, DeliveryGuarantee guarantee, bool exclusive)
    {
        (_choices, _guarantee, _exclusive) = (choices, guarantee, exclusive);
        _silos.Add(NewSilo(1));
        if (!exclusive)
        {
            _silos.Add(NewSilo(2));
        }
    }

    public string Log => string.Join(Environment.NewLine, _log);

    /// <summary>What the run met, for the test of the test.</summary>
    public Dictionary<string, int> Met { get; } = [];

    public void Run()
    {
        while (_next < _choices.Length)
        {
            Step();
            Check();
        }

        ComeToRest();
        CheckAtRest();
    }

    private SimulatedSilo NewSilo(int number) => new(
        _clock, new Guid(number, 0, 0, new byte[8]), _exclusive, _ids,
        new SendingOptions
        {
            WorkerCount = 2,
            ChannelBuffer = 100,
            SliceSize = 2,
            RetryAttempts = 3,
            SmtpBackoff = TimeSpan.FromSeconds(20),
        });

    private int Choose(int count) => _next < _choices.Length ? _choices[_next++] % count : 0;

    private void Step()
    {
        var events = new List<(int Weight, string Name, Action Do)>
        {
            (6, "run", EnsureRunning),
            (3, "time", () => Pass(TimeSpan.FromSeconds(new[] { 1, 3, 9, 11, 25, 45 }[Choose(6)]))),
        };
        var open = _activations.Where(static activation => activation.State.Open is not null).ToList();
        if (open.Count > 0)
        {
            events.Add((8, "write", () => Decide(open[Choose(open.Count)])));
        }

        if (_flights.Count > 0)
        {
            events.Add((2, "land", () => Land(Choose(_flights.Count))));
        }

        var slices = _silos.SelectMany(static silo => silo.Slices).ToList();
        if (slices.Count > 0)
        {
            events.Add((9, "send", () => Send(slices[Choose(slices.Count)], faults: true)));
            if (_lostAnswers > 0)
            {
                events.Add((1, "call lost", () => LoseCall(slices[Choose(slices.Count)])));
            }
        }

        var offers = _silos.SelectMany(static silo => silo.Offers().Select(offer => (silo, offer))).ToList();
        if (offers.Count > 0)
        {
            events.Add((4, "late", () =>
            {
                var (silo, offer) = offers[Choose(offers.Count)];
                Record(silo, offer, loseAnswer: Choose(5) == 0);
            }
            ));
        }

        if (_duplicates > 0 && _current is not null)
        {
            events.Add((1, "duplicate", Duplicate));
            events.Add((1, "deactivate", Deactivate));
        }

        if (_kills > 0)
        {
            events.Add((1, "kill", () => Kill(Choose(_silos.Count))));
        }

        if (_replays > 0 && _current is not null)
        {
            events.Add((1, "operator", Operate));
        }

        var pick = Choose(events.Sum(static item => item.Weight));
        foreach (var (weight, name, act) in events)
        {
            pick -= weight;
            if (pick < 0)
            {
                Note(name);
                act();
                break;
            }
        }

        Settle();
    }

    private void EnsureRunning()
    {
        var activation = _current ??= Activate(_silos[Choose(_silos.Count)]);
        _turns.Do(() => activation.Delivery.Run(new RunOrder(_epoch, _sends && !_cancelled, RatePerSecond: null)));
    }

    private SimulatedActivation Activate(SimulatedSilo silo)
    {
        var activation = new SimulatedActivation(silo, _row, _clock, _guarantee, _ids, report =>
        {
            if (report.Trouble is not null && report.Epoch == _epoch)
            {
                _sends = false;
            }
        });
        _activations.Add(activation);
        return activation;
    }

    private void Decide(SimulatedActivation activation)
    {
        var write = activation.State.Open!;
        var fate = _lostWrites > 0 ? Choose(9) : 0;
        _lostWrites -= fate > 4 ? 1 : 0;
        switch (fate)
        {
            case 5:
                Note("write failed");
                write.Fail();
                break;
            case 6:
                Note("write applied but reported as failed");
                write.Land();
                write.Fail();
                break;
            case 7:
                Note("write of unknown fate on its way");
                _flights.Add((write, activation.Silo));
                write.Fail();
                break;
            case 8:
                Note("write failed, and so does the read");
                activation.State.FailingReads = 2;
                write.Fail();
                break;
            default:
                write.Answer();
                break;
        }
    }

    private void Land(int index)
    {
        Note(_flights[index].Write.Land() ? "late write landed" : "late write refused");
        _flights.RemoveAt(index);
    }

    private void Pass(TimeSpan time) => _clock.Advance(time);

    private void Send(SimulatedSlice slice, bool faults)
    {
        if (slice.Started is null)
        {
            if (slice.Silo.Desk.Find(slice.Order.ClaimId) is not { } placed || !placed.TryStart())
            {
                slice.Silo.Slices.Remove(slice);
                slice.Reply.TrySetResult(SliceResult.NotAttempted(slice.Order));
                return;
            }

            slice.Started = placed;
        }

        var window = new SendWindow(_clock, slice.Order.Deadline, slice.Started.Stopping);
        if (slice.OnTheWire)
        {
            slice.OnTheWire = false;
            slice.Outcomes.Add(Answer(slice, slice.Next, faults));
        }
        else if (window.IsOpen)
        {
            slice.OnTheWire = true;
            CheckStart(slice.Next);
            return;
        }
        else
        {
            slice.Outcomes.Add(new DeliveryOutcome(slice.Next.Index, slice.Next.Generation, DeliveryKind.NotAttempted));
        }

        if (slice.Outcomes.Count == slice.Order.Members.Count)
        {
            var trouble = faults && Choose(12) == 0 ? new SliceTrouble(PauseReason.ProviderRefuses, "535 bad credentials") : null;
            var result = new SliceResult([.. slice.Outcomes], trouble);
            slice.Silo.Slices.Remove(slice);
            slice.Started.Complete(result);
            slice.Reply.TrySetResult(result);
        }
    }

    private DeliveryOutcome Answer(SimulatedSlice slice, SliceMember member, bool faults)
    {
        var choice = faults ? Choose(_lostAnswers > 0 ? 10 : 8) : 0;
        switch (choice)
        {
            case 8:
                Note("accepted, answer lost");
                _lostAnswers--;
                Accept(member);
                return new(member.Index, member.Generation, DeliveryKind.Unknown, FailureReason.AnswerLost, "lost");
            case 9:
                Note("not accepted, answer lost");
                _lostAnswers--;
                return new(member.Index, member.Generation, DeliveryKind.Unknown, FailureReason.AnswerLost, "lost");
            case 7:
                return new(member.Index, member.Generation, DeliveryKind.Rejected, FailureReason.UnknownMailbox, "550");
            case 5 or 6:
                return new(member.Index, member.Generation, DeliveryKind.Deferred, FailureReason.TemporaryFailure, "451");
            default:
                Accept(member);
                _known.Add((member.Index, member.Generation, slice.Silo));
                return new(member.Index, member.Generation, DeliveryKind.Accepted, Text: "m");
        }
    }

    private void Accept(SliceMember member)
    {
        _log.Add($"    accepted r{member.Index} generation {member.Generation}");
        _accepted[member.Index, member.Generation]++;
        CheckBounds(member.Index, member.Generation);
    }

    private void LoseCall(SimulatedSlice slice)
    {
        _lostAnswers--;
        slice.Reply.TrySetException(new TimeoutException("The call timed out; the sender goes on."));
    }

    private void Record(SimulatedSilo silo, LateOffer offer, bool loseAnswer)
    {
        if (offer.Recording is null)
        {
            var current = _current ??= Activate(_silos[Choose(_silos.Count)]);
            offer.Receiver = current;
            offer.Recording = _turns.Do(() => current.Delivery.RecordLateAsync(offer.ClaimId, offer.Outcomes));
        }
        else if (offer.Receiver!.Silo.IsDead || loseAnswer)
        {
            Note("acknowledgement lost");
            silo.Answer(offer, taken: null);
        }
        else if (offer.Recording.IsCompletedSuccessfully)
        {
            silo.Answer(offer, offer.Recording.GetAwaiter().GetResult());
        }
    }

    private void Duplicate()
    {
        if (_activations.Count(static activation => !activation.Leaving && !activation.Silo.IsDead) < 2)
        {
            _duplicates--;
            _current = Activate(_silos[Choose(_silos.Count)]);
        }
    }

    private void Deactivate()
    {
        _duplicates--;
        _current!.Leaving = true;
    }

    private void Kill(int index)
    {
        _kills--;
        var silo = _silos[index];
        silo.IsDead = true;
        foreach (var slice in silo.Slices.Where(static slice => slice.OnTheWire))
        {
            // Its last bytes may have been out.
            if (Choose(2) == 0)
            {
                Note("accepted from a dead process");
                Accept(slice.Next);
            }
        }

        silo.Slices.Clear();
        foreach (var activation in _activations.Where(activation => activation.Silo == silo))
        {
            activation.State.IsDead = true;
            if (activation.State.Open is { } write)
            {
                switch (Choose(3))
                {
                    case 0:
                        write.Land();
                        break;
                    case 1:
                        _flights.Add((write, silo));
                        break;
                }

                activation.State.Open = null;
            }
        }

        if (_exclusive)
        {
            // The store was in that process: with it went what was on its way.
            _flights.RemoveAll(flight => flight.Silo == silo);
        }

        _activations.RemoveAll(activation => activation.Silo == silo);
        _current = _current?.Silo == silo ? null : _current;
        _known.RemoveWhere(known => known.Silo == silo);
        _silos[index] = NewSilo(100 + _kills);
    }

    private void Operate()
    {
        _replays--;
        var current = _current!;
        switch (Choose(7))
        {
            case 0:
                _sends = false;
                break;
            case 1 or 2:
                (_sends, _epoch) = (true, _epoch + 1);
                break;
            case 3:
                Command(current, (ledger, now) => ledger.Discard([Choose(Recipients)], now));
                break;
            case 4:
                _cancelled = Choose(3) == 0;
                break;
            default:
                var address = Choose(2) == 0 ? null : $"new{_replays}@example.com";
                var index = Choose(Recipients);
                Command(current, (ledger, now) => ledger.Replay([index], address, now));
                break;
        }
    }

    private void Command(SimulatedActivation activation, Func<BatchLedger, DateTimeOffset, BatchLedger> change)
        => _turns.Do(() => { _ = activation.Delivery.CommitAsync(change); });

    // All that follows at once: turns, activations that leave.
    private void Settle()
    {
        _turns.Run();
        foreach (var activation in _activations.Where(static activation => activation is { Leaving: true, Stopped: null }).ToList())
        {
            if (_current == activation)
            {
                _current = null;
            }

            activation.Stopped = _turns.Do(() => activation.Delivery.StopAsync(
                new CancellationTokenSource(TimeSpan.FromSeconds(new[] { 30, 2 }[Choose(2)]), _clock).Token));

            // Its tokens are cancelled on another thread.
            SpinWait.SpinUntil(() => _turns.HasTurns || activation.Stopped.IsCompleted, TimeSpan.FromMilliseconds(20));
            _turns.Run();
        }
    }

    private void ComeToRest()
    {
        _log.Add("-- the faults have ended");
        (_lostAnswers, _lostWrites, _sends, _epoch) = (0, 0, true, _epoch + 1);
        for (var round = 0; round < 400; round++)
        {
            foreach (var activation in _activations.ToList())
            {
                activation.State.Open?.Answer();
            }

            Settle();
            while (_flights.Count > 0)
            {
                Land(0);
            }

            while (_silos.SelectMany(static silo => silo.Slices).FirstOrDefault() is { } slice)
            {
                Send(slice, faults: false);
                Settle();
            }

            foreach (var silo in _silos)
            {
                foreach (var offer in silo.Offers())
                {
                    Record(silo, offer, loseAnswer: false);
                    Settle();
                }
            }

            Check();
            if (IsAtRest())
            {
                return;
            }

            EnsureRunning();
            Settle();
            Pass(TimeSpan.FromSeconds(3));
            Settle();
        }

        Assert.Fail($"It never came to rest: {Describe()}");
    }

    private string Describe() => $"{_row.Ledger.Count()} claims {_row.Ledger.Claims.Count}; "
        + string.Join("; ", _silos.Select(silo => $"silo busy {silo.Scheduler.Busy}, slices {silo.Slices.Count}, held {silo.Late.Held}, offers "
            + string.Join(",", silo.Offers().Select(offer => $"{offer.ClaimId}:{offer.Recording?.Status}:{offer.Receiver?.Leaving}:{offer.Receiver == _current}"))))
        + "; current " + (_current is null ? "none" : $"leaving {_current.Leaving} lost {_current.Delivery.IsLost} open {_current.State.Open is not null} report {_current.Delivery.Report()}")
        + "; others " + string.Join(",", _activations.Where(other => other != _current && other.Stopped?.IsCompleted != true).Select(other => $"leaving {other.Leaving} lost {other.Delivery.IsLost} open {other.State.Open is not null} stopped {other.Stopped?.Status}"));

    private bool IsAtRest() => _row.Ledger.Recipients.All(entry => entry.IsFinal || (_cancelled && entry.Status != RecipientStatus.Claimed))
        && _activations.TrueForAll(static activation => activation.State.Open is null)
        && _silos.TrueForAll(static silo
            => silo.Slices.Count == 0 && silo.Offers().Count == 0 && silo is { Late.Held: 0, Commits.Open: 0, Scheduler.Busy: 0 });

    private void Check()
    {
        var ledger = _row.Ledger;
        Assert.Equal(Recipients, ledger.Recipients.Length);
        Assert.Equal(Recipients, ledger.Count().Total);
        Assert.Equal(
            ledger.Claims.Keys.Order(),
            ledger.Recipients.Where(static entry => entry.Status == RecipientStatus.Claimed).Select(static entry => entry.ClaimId).Distinct().Order());
        foreach (var (index, entry) in ledger.Recipients.Index())
        {
            if (entry.Status == RecipientStatus.Sent)
            {
                Assert.Contains(
                    Enumerable.Range(entry.AddressGeneration, entry.Generation - entry.AddressGeneration + 1),
                    generation => _accepted[index, generation] > 0);
            }

            Assert.True(entry.Status != RecipientStatus.InDoubt || entry.InOpenDoubt);
            Assert.True(entry.DoubtsEver >= entry.Doubts.Length);
            Assert.True(entry.Attempts <= 3 + 1);
        }
    }

    private void CheckBounds(int index, int generation)
    {
        var count = _accepted[index, generation];
        Assert.True(count <= (_guarantee == DeliveryGuarantee.AtMostOnce ? 1 : 2), $"r{index} was accepted {count} times.");
        Assert.True(count < 2 || _row.Ledger.Recipients[index].DoubtsEver > 0, $"r{index} was accepted twice and no doubt was recorded.");
    }

    // A claim is stored before its mail starts.
    private void CheckStart(SliceMember member)
    {
        if (_guarantee == DeliveryGuarantee.AtMostOnce)
        {
            Assert.Equal(0, _accepted[member.Index, member.Generation]);
        }
    }

    private void CheckAtRest()
    {
        var ledger = _row.Ledger;
        foreach (var (index, entry) in ledger.Recipients.Index())
        {
            var accepted = _accepted[index, entry.Generation];
            Assert.True(
                entry.Status != RecipientStatus.Dead || accepted == 0, $"r{index} is dead although the provider accepted it.");
            Assert.True(
                accepted == 0 || entry.Status is RecipientStatus.Sent or RecipientStatus.InDoubt or RecipientStatus.Discarded || entry.InOpenDoubt,
                $"r{index} was accepted and nothing says so.");
        }

        foreach (var (index, generation, _) in _known)
        {
            var entry = ledger.Recipients[index];
            Assert.True(
                entry.Status == RecipientStatus.Sent || generation < entry.AddressGeneration, $"The acceptance of r{index} was lost.");
        }

        Assert.All(_silos, static silo => Assert.Equal(0, silo.Scheduler.Busy));
        Assert.All(_silos, static silo => Assert.Equal(0, silo.Commits.Open));
    }

    private void Note(string what)
    {
        Met[what] = Met.GetValueOrDefault(what) + 1;
        _log.Add(what);
    }
}
