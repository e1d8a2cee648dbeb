using System.Collections.Concurrent;

namespace EmailCampaign.Senders;

/// <summary>
/// Where batches and senders of this silo meet. A grain call that fails says nothing about the callee: the desk does, so that a
/// timeout is never taken for "not sent" and an outcome is never lost with its response.
/// </summary>
internal sealed class SendingDesk : IDisposable
{
    private readonly ConcurrentDictionary<long, Slice> _slices = new();
    private readonly CancellationTokenSource _draining = new();
    private readonly CancellationTokenSource _aborting = new();

    /// <summary>Cancelled when this silo starts no mail any more.</summary>
    public CancellationToken Draining => _draining.Token;

    /// <summary>Cancelled at the shutdown bound: mails on the wire are given up.</summary>
    public CancellationToken Aborting => _aborting.Token;

    /// <summary>Slices that are placed and have no result in their batch yet.</summary>
    public int Open => _slices.Count;

    public void Drain() => _draining.Cancel();

    public void Abort() => _aborting.Cancel();

    public Slice? Find(long claimId) => _slices.GetValueOrDefault(claimId);

    /// <summary>Hands a slice to the pool and returns its result, which is exact: nothing of it is assumed.</summary>
    public async Task<SliceResult> SendAsync(ISenderGrain sender, SliceOrder order)
    {
        var slice = new Slice(order);
        _slices[order.ClaimId] = slice;
        try
        {
            return await sender.SendAsync(order);
        }
        catch (Exception)
        {
            // Any failure of the call: rejected, timed out, silo ending. Either the sender never starts it, or its result comes here.
            return slice.TryRevoke() ? SliceResult.NotAttempted(order) : await slice.Completion;
        }
        finally
        {
            _slices.TryRemove(order.ClaimId, out _);
        }
    }

    public void Dispose()
    {
        _draining.Dispose();
        _aborting.Dispose();
    }
}
