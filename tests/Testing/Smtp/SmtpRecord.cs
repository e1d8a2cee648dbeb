using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace EmailCampaign.Testing.Smtp;

/// <summary>What a scripted server saw: steps, mails taken, and who waits for them.</summary>
internal sealed class SmtpRecord
{
    private readonly int[] _steps = new int[Enum.GetValues<SmtpStep>().Length];
    private readonly ConcurrentQueue<SmtpDelivery> _deliveries = new();
    private readonly Dictionary<string, int> _accepted = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _gate = new();
    private readonly List<(Func<bool> Reached, TaskCompletionSource Done)> _waiters = [];
    private volatile bool _awaited;
    private int _total;

    public int Total => Volatile.Read(ref _total);

    public IReadOnlyCollection<SmtpDelivery> Deliveries => _deliveries;

    public int Steps(SmtpStep step) => Volatile.Read(ref _steps[(int)step]);

    public Dictionary<string, int> AcceptedByRecipient()
    {
        lock (_gate)
        {
            return new Dictionary<string, int>(_accepted, StringComparer.OrdinalIgnoreCase);
        }
    }

    public void Step(SmtpStep step)
    {
        Interlocked.Increment(ref _steps[(int)step]);
        Notify();
    }

    public void Accept(SmtpDelivery delivery)
    {
        _deliveries.Enqueue(delivery);
        lock (_gate)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_accepted, delivery.Recipient, out _)++;
        }

        Interlocked.Increment(ref _total);
        Notify();
    }

    public Task WhenAsync(Func<bool> reached)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiters.Add((reached, done));
            _awaited = true;
        }

        Notify(); // it may have been reached before the waiter was listed
        return done.Task;
    }

    private void Notify()
    {
        if (!_awaited)
        {
            return;
        }

        lock (_gate)
        {
            _waiters.RemoveAll(waiter => waiter.Reached() && waiter.Done.TrySetResult());
            _awaited = _waiters.Count > 0;
        }
    }
}
