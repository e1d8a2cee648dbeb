namespace EmailCampaign.Senders;

/// <summary>A slice between its batch and its sender. Whatever becomes of the grain call, either it was revoked or it has a result.</summary>
internal sealed class Slice(SliceOrder order)
{
    private const int Placed = 0;
    private const int Started = 1;
    private const int Revoked = 2;

    private readonly TaskCompletionSource<SliceResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    public SliceOrder Order => order;

    public Task<SliceResult> Completion => _completion.Task;

    /// <summary>Called by the sender before it does anything.</summary>
    public bool TryStart() => Interlocked.CompareExchange(ref _state, Started, Placed) == Placed;

    /// <summary>Called by the batch when the call failed: true means that the sender never started and never will.</summary>
    public bool TryRevoke() => Interlocked.CompareExchange(ref _state, Revoked, Placed) == Placed;

    public void Complete(SliceResult result) => _completion.TrySetResult(result);
}
