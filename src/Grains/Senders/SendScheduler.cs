using System.Runtime.InteropServices;
using EmailCampaign.Hosting;
using Microsoft.Extensions.Options;

namespace EmailCampaign.Senders;

/// <summary>
/// The silo's senders as permits: exactly <see cref="SendingOptions.WorkerCount"/> of them, handed out round-robin by campaign, so
/// that a small campaign never waits behind a large one. The slices of a campaign never hold more recipients than
/// <see cref="SendingOptions.ChannelBuffer"/>, but for a slice that is larger by itself: it goes when no other is out. Within a campaign
/// a batch that holds nothing goes first, once: one that comes from a lost silo does not wait behind all that the batches here have
/// asked for already.
/// </summary>
internal sealed class SendScheduler(IOptions<SendingOptions> options)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Queue> _turns = new();
    private readonly Dictionary<string, Queue> _queues = [];
    private readonly int _mostPerCampaign = options.Value.ChannelBuffer ?? int.MaxValue;
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
    /// <param name="recipients">Most recipients of the slice.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled; no permit is held.</exception>
    public async Task<SendPermit> AcquireAsync(string campaignId, int batch, int recipients, CancellationToken cancellationToken)
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

            queue.Add(new Waiter(batch, recipients, waiter));
            Grant();
        }

        await using var registration = cancellationToken.Register(static state => ((TaskCompletionSource<SendPermit>)state!).TrySetCanceled(), waiter);
        return await waiter.Task;
    }

    internal void Release(SendPermit permit)
    {
        lock (_lock)
        {
            if (permit.HasEnded)
            {
                return;
            }

            permit.HasEnded = true;
            _free++;
            var queue = _queues[permit.CampaignId];
            queue.Slices--;
            queue.Recipients -= permit.Recipients;
            queue.Leave(permit.Batch);
            Forget(queue);
            Grant();
        }
    }

    internal void Resize(SendPermit permit, int recipients)
    {
        lock (_lock)
        {
            if (permit.HasEnded)
            {
                return;
            }

            _queues[permit.CampaignId].Recipients += recipients - permit.Recipients;
            permit.Recipients = recipients;
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
            passed = TryGrant(queue) ? 0 : passed + 1;
        }
    }

    // Whoever has the turn waits until there is room, and is not overtaken by those who need less.
    private bool TryGrant(Queue queue)
    {
        while (queue.TryPeek(out var waiter))
        {
            var isWaiting = !waiter.Granted.Task.IsCompleted;
            if (isWaiting && queue.Slices > 0 && queue.Recipients + (long)waiter.Recipients > _mostPerCampaign)
            {
                return false;
            }

            queue.Drop();
            if (isWaiting && waiter.Granted.TrySetResult(new SendPermit(this, queue.CampaignId, waiter.Batch, waiter.Recipients)))
            {
                queue.Slices++;
                queue.Recipients += waiter.Recipients;
                _free--;
                return true;
            }

            // Cancelled while it waited.
            queue.Leave(waiter.Batch);
        }

        return false;
    }

    private void Forget(Queue queue)
    {
        if (queue.Slices == 0 && queue.IsEmpty)
        {
            _queues.Remove(queue.CampaignId);
            _turns.Remove(queue.Turn);
        }
    }

    private readonly record struct Waiter(int Batch, int Recipients, TaskCompletionSource<SendPermit> Granted);

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

        /// <summary>Slices that are out.</summary>
        public int Slices { get; set; }

        /// <summary>The recipients of those slices.</summary>
        public int Recipients { get; set; }

        public bool IsEmpty => _newcomers.Count == 0 && _others.Count == 0;

        public void Add(Waiter waiter)
        {
            ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, waiter.Batch, out var isKnown);
            places++;
            (isKnown ? _others : _newcomers).Enqueue(waiter);
        }

        public bool TryPeek(out Waiter waiter) => _newcomers.TryPeek(out waiter) || _others.TryPeek(out waiter);

        /// <summary>Drops the waiter that was seen last.</summary>
        public void Drop() => (_newcomers.Count > 0 ? _newcomers : _others).Dequeue();

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
