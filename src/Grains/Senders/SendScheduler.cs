using EmailCampaign.Hosting;
using Microsoft.Extensions.Options;

namespace EmailCampaign.Senders;

/// <summary>
/// The silo's senders as permits: exactly <see cref="SendingOptions.WorkerCount"/> of them, handed out round-robin by campaign, so
/// that a small campaign never waits behind a large one. A campaign never holds more than its share of
/// <see cref="SendingOptions.ChannelBuffer"/>.
/// </summary>
internal sealed class SendScheduler(IOptions<SendingOptions> options)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Queue> _turns = new();
    private readonly Dictionary<string, Queue> _queues = [];
    private readonly int _mostPerCampaign = options.Value.SlicesPerCampaign;
    private int _free = options.Value.WorkerCount;

    /// <summary>Permits that are out.</summary>
    public int Busy
    {
        get
        {
            lock (_lock)
            {
                return options.Value.WorkerCount - _free;
            }
        }
    }

    /// <summary>Waits for this campaign's turn.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled; no permit is held.</exception>
    public async Task<SendPermit> AcquireAsync(string campaignId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new TaskCompletionSource<SendPermit>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (!_queues.TryGetValue(campaignId, out var queue))
            {
                queue = new Queue(campaignId);
                _queues.Add(campaignId, queue);
                _turns.AddLast(queue.Turn);
            }

            queue.Waiters.Enqueue(waiter);
            Grant();
        }

        await using var registration = cancellationToken.Register(static state => ((TaskCompletionSource<SendPermit>)state!).TrySetCanceled(), waiter);
        return await waiter.Task;
    }

    internal void Release(string campaignId)
    {
        lock (_lock)
        {
            _free++;
            if (_queues.TryGetValue(campaignId, out var queue))
            {
                queue.Held--;
                Forget(queue);
            }

            Grant();
        }
    }

    // Walks the turns once for each permit it grants; a campaign at its cap, or without a waiter, is passed over.
    private void Grant()
    {
        var passed = 0;
        while (_free > 0 && passed < _turns.Count)
        {
            var queue = _turns.First!.Value;
            _turns.RemoveFirst();
            _turns.AddLast(queue.Turn);
            if (queue.Held < _mostPerCampaign && TryGrant(queue))
            {
                passed = 0;
            }
            else
            {
                passed++;
            }
        }
    }

    private bool TryGrant(Queue queue)
    {
        while (queue.Waiters.TryDequeue(out var waiter))
        {
            queue.Held++;
            _free--;
            var permit = new SendPermit(this, queue.CampaignId);
            if (waiter.TrySetResult(permit))
            {
                return true;
            }

            // Cancelled while it waited.
            queue.Held--;
            _free++;
        }

        return false;
    }

    private void Forget(Queue queue)
    {
        if (queue.Held == 0 && queue.Waiters.Count == 0)
        {
            _queues.Remove(queue.CampaignId);
            _turns.Remove(queue.Turn);
        }
    }

    private sealed class Queue
    {
        public Queue(string campaignId)
        {
            CampaignId = campaignId;
            Turn = new LinkedListNode<Queue>(this);
        }

        public string CampaignId { get; }

        public LinkedListNode<Queue> Turn { get; }

        public Queue<TaskCompletionSource<SendPermit>> Waiters { get; } = new();

        public int Held { get; set; }
    }
}
