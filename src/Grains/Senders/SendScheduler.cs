using System.Runtime.InteropServices;
using EmailCampaign.Hosting;
using Microsoft.Extensions.Options;

namespace EmailCampaign.Senders;

/// <summary>
/// The silo's senders as permits: exactly <see cref="SendingOptions.WorkerCount"/> of them, handed out round-robin by campaign, so
/// that a small campaign never waits behind a large one. A campaign never holds more than its share of
/// <see cref="SendingOptions.ChannelBuffer"/>. Within a campaign a batch that holds nothing goes first, once: one that comes from a
/// lost silo does not wait behind all that the batches here have asked for already.
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

    /// <summary>Waits for this campaign's turn, and in it for the batch's.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled; no permit is held.</exception>
    public async Task<SendPermit> AcquireAsync(string campaignId, int batch, CancellationToken cancellationToken)
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

            queue.Add(new Waiter(batch, waiter));
            Grant();
        }

        await using var registration = cancellationToken.Register(static state => ((TaskCompletionSource<SendPermit>)state!).TrySetCanceled(), waiter);
        return await waiter.Task;
    }

    internal void Release(string campaignId, int batch)
    {
        lock (_lock)
        {
            _free++;
            if (_queues.TryGetValue(campaignId, out var queue))
            {
                queue.Held--;
                queue.Leave(batch);
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
        while (queue.TryTake(out var waiter))
        {
            queue.Held++;
            _free--;
            var permit = new SendPermit(this, queue.CampaignId, waiter.Batch);
            if (waiter.Granted.TrySetResult(permit))
            {
                return true;
            }

            // Cancelled while it waited.
            queue.Held--;
            queue.Leave(waiter.Batch);
            _free++;
        }

        return false;
    }

    private void Forget(Queue queue)
    {
        if (queue.Held == 0 && queue.IsEmpty)
        {
            _queues.Remove(queue.CampaignId);
            _turns.Remove(queue.Turn);
        }
    }

    private readonly record struct Waiter(int Batch, TaskCompletionSource<SendPermit> Granted);

    private sealed class Queue
    {
        private readonly Queue<Waiter> _newcomers = new();
        private readonly Queue<Waiter> _others = new();
        private readonly Dictionary<int, int> _places = [];

        public Queue(string campaignId)
        {
            CampaignId = campaignId;
            Turn = new LinkedListNode<Queue>(this);
        }

        public string CampaignId { get; }

        public LinkedListNode<Queue> Turn { get; }

        public int Held { get; set; }

        public bool IsEmpty => _newcomers.Count == 0 && _others.Count == 0;

        public void Add(Waiter waiter)
        {
            ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, waiter.Batch, out var isKnown);
            places++;
            (isKnown ? _others : _newcomers).Enqueue(waiter);
        }

        public bool TryTake(out Waiter waiter) => _newcomers.TryDequeue(out waiter) || _others.TryDequeue(out waiter);

        // A batch that neither holds nor waits for anything is a newcomer again.
        public void Leave(int batch)
        {
            ref var places = ref CollectionsMarshal.GetValueRefOrNullRef(_places, batch);
            if (--places == 0)
            {
                _places.Remove(batch);
            }
        }
    }
}
