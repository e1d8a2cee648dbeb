using System.Globalization;
using EmailCampaign.Testing.Clusters;

namespace EmailCampaign.LoadTest.Measuring;

/// <summary>Reads the metrics of a process until it ends, and keeps what was read last. Reading costs the process time: not for runs whose time counts.</summary>
internal sealed class MetricsWatch(int port) : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stopping = new();
    private Task _reading = Task.CompletedTask;
    private string _last = "";

    public MetricsWatch Start()
    {
        _reading = ReadAsync(_stopping.Token);
        return this;
    }

    /// <summary>A sample summed over its labels; 0 when there was none.</summary>
    public double Value(string name) => _last.Split('\n')
        .Where(line => line.StartsWith(name + "{", StringComparison.Ordinal) || line.StartsWith(name + " ", StringComparison.Ordinal))
        .Sum(static line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _reading;
        _stopping.Dispose();
    }

    private async Task ReadAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                try
                {
                    _last = await Scrape.TextAsync(port).WaitAsync(stopping);
                }
                catch (Exception exception) when (exception is HttpRequestException or IOException)
                {
                    // It does not listen yet, or no more.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }
    }
}
