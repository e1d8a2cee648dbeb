using EmailCampaign.Accounts;

namespace EmailCampaign.Client.Connections;

/// <summary>Waits for what a desk does, and notices when the desk does it no more: a call to a silo that was killed ends by its time limit alone.</summary>
internal sealed class DeskAnswer(IProviderDeskGrain desk, TimeProvider? clock = null)
{
    // Twice: the first look may overtake the call, or the answer the second.
    private const int Misses = 2;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    // As long as any other call over a cluster is made again.
    private static readonly TimeSpan SilencePatience = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <returns>The answer; null when no answer has come and the desk is not at work, or cannot be asked any more.</returns>
    public async Task<T?> WaitAsync<T>(Task<T> call, CancellationToken cancellationToken)
        where T : class
    {
        var heard = _clock.GetTimestamp();
        for (var missed = 0; missed < Misses && _clock.GetElapsedTime(heard) <= SilencePatience;)
        {
            try
            {
                return await call.WaitAsync(Interval, _clock, cancellationToken);
            }
            catch (TimeoutException) when (!call.IsCompleted)
            {
                var atWork = await IsAtWorkAsync(cancellationToken);
                missed = atWork is false ? missed + 1 : 0;
                heard = atWork is null ? heard : _clock.GetTimestamp();
            }
        }

        return call.IsCompleted ? await call : null;
    }

    /// <returns>Null when it cannot be asked, which says nothing yet: a lost silo is noticed in time, and the desk is elsewhere then.</returns>
    private async Task<bool?> IsAtWorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await desk.IsAtWorkAsync().WaitAsync(cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
