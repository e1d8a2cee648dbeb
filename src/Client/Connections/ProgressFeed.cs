using EmailCampaign.Campaigns;
using Orleans.Serialization;

namespace EmailCampaign.Client.Connections;

/// <summary>A stream of a campaign's grain. One that breaks off, because its silo or the way there is lost, is asked for again.</summary>
/// <param name="watch">Begins a stream.</param>
/// <param name="ask">Asks for the status once.</param>
/// <param name="call">Makes a call as the connection makes all of its calls.</param>
internal sealed class ProgressFeed(
    Func<CancellationToken, IAsyncEnumerable<CampaignProgress>> watch,
    Func<Task<CampaignStatus?>> ask,
    Func<Func<Task<CampaignProgress?>>, Task<CampaignProgress?>> call) : IProgressFeed
{
    // The campaign says something every second. Much less than the time after which a call gives up: a gateway may be gone.
    private static readonly TimeSpan Patience = 5 * CampaignProgress.KeepAlive;
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(1);
    private const int QuestionsInstead = 10;

    private readonly CancellationTokenSource _ended = new();
    private IAsyncEnumerator<CampaignProgress>? _stream;
    private Task _next = Task.CompletedTask;
    private int _questions;

    public Task<CampaignProgress?> NextAsync() => call(MoveAsync);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await Task.WhenAny(BreakOffAsync(), Task.Delay(EndPatience));
        _ended.Dispose();
    }

    private async Task<CampaignProgress?> MoveAsync()
    {
        if (_questions > 0)
        {
            return await AskAsync();
        }

        try
        {
            _stream ??= watch(_ended.Token).GetAsyncEnumerator(_ended.Token);
            var next = _stream.MoveNextAsync().AsTask();
            _next = next;
            return await next.WaitAsync(Patience) ? _stream.Current : null;
        }
        catch (SerializerException)
        {
            // A silo of before the upgrade cannot read the question. It is replaced sooner or later.
            _ = BreakOffAsync();
            _questions = QuestionsInstead;
            return await AskAsync();
        }
        catch (Exception error)
        {
            _ = BreakOffAsync();
            if (error is EnumerationAbortedException or OperationCanceledException && !_ended.IsCancellationRequested || error.GetType() == typeof(OrleansException))
            {
                // Its activation is gone, and the next one knows nothing of this reader; or it could not be reached while its silo was ending.
                throw new TimeoutException("The campaign has moved to another activation.", error);
            }

            throw;
        }
    }

    private async Task<CampaignProgress?> AskAsync()
    {
        await Task.Delay(CampaignProgress.KeepAlive, _ended.Token);
        var status = await ask();
        _questions--;
        return status is null ? null : new(status);
    }

    // Neither a silo that is gone nor a call that fails late is anybody's concern any more.
    private async Task BreakOffAsync()
    {
        var (stream, next) = (_stream, _next);
        _stream = null;
        await next.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stream is not null)
        {
            await stream.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
