using System.Diagnostics.Metrics;
using System.Text;
using EmailCampaign.Silo.Endpoints;
using Prometheus;

namespace EmailCampaign.Silo.Tests.Endpoints;

public sealed class RuntimeMetersTests : IDisposable
{
    private readonly ScopeFactory _silo = new();
    private readonly Meter _meter;
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly IDisposable _copying;

    public RuntimeMetersTests()
    {
        _meter = new Meter("Microsoft.Orleans", null, null, _silo);
        _copying = RuntimeMeters.CopyTo(_registry, _silo);
    }

    public void Dispose()
    {
        _copying.Dispose();
        _meter.Dispose();
        _silo.Dispose();
    }

    [Fact]
    public async Task Counter_WithTheAddressOfASilo_IsACounterWithoutIt()
    {
        var pings = _meter.CreateCounter<int>("orleans-messaging-pings-sent");
        pings.Add(2, new KeyValuePair<string, object?>("Destination", "S192.0.2.1:11111:1"));
        pings.Add(3, new KeyValuePair<string, object?>("Destination", "S192.0.2.2:11111:2"));

        var text = await TextAsync();

        Assert.Contains("# TYPE orleans_messaging_pings_sent_total counter\norleans_messaging_pings_sent_total 5\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("192.0.2", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Histogram_OfMilliseconds_IsInSecondsAndKeepsItsState()
    {
        _meter.CreateHistogram<double>("orleans-storage-write-latency", "ms").Record(250, new("state_name", "batch-ledger"), new("silo", "S192.0.2.1:1:1"));

        var text = await TextAsync();

        Assert.Contains("orleans_storage_write_latency_seconds_sum{state_name=\"batch-ledger\"} 0.25\n", text, StringComparison.Ordinal);
        Assert.Contains("orleans_storage_write_latency_seconds_bucket{state_name=\"batch-ledger\",le=\"0.256\"} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counter_WithMoreTagsThanAreKept_CountsEach()
    {
        var failures = _meter.CreateCounter<int>("orleans-any-failures");
        for (var round = 0; round < 3; round++)
        {
            for (var number = 0; number < 50; number++)
            {
                failures.Add(number, new("status", $"s{number}"), new("silo", $"S192.0.2.{round}:1:1"));
            }
        }

        var text = await TextAsync();

        Assert.All(Enumerable.Range(0, 50), number
            => Assert.Contains($"orleans_any_failures_total{{status=\"s{number}\"}} {3 * number}\n", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task UpDownCounter_WithTheSameTagsAgain_GoesUpAndDown()
    {
        var open = _meter.CreateUpDownCounter<int>("orleans-any-open");
        foreach (var change in (int[])[5, -2, 1])
        {
            open.Add(change, new KeyValuePair<string, object?>("mode", "a"));
            open.Add(-change, new KeyValuePair<string, object?>("mode", "b"));
        }

        var text = await TextAsync();

        Assert.Contains("orleans_any_open{mode=\"a\"} 4\n", text, StringComparison.Ordinal);
        Assert.Contains("orleans_any_open{mode=\"b\"} -4\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ObservableGauge_ThatIsNoLongerObserved_IsNoLongerShown()
    {
        var activations = new Dictionary<string, int> { ["batch"] = 4, ["campaign"] = 1 };
        _meter.CreateObservableGauge("orleans-catalog-activations", () => activations.Select(static pair
            => new Measurement<int>(pair.Value, new KeyValuePair<string, object?>("grain_type", pair.Key))));
        Assert.Contains("orleans_catalog_activations{grain_type=\"batch\"} 4\n", await TextAsync(), StringComparison.Ordinal);

        activations.Remove("batch");

        var text = await TextAsync();
        Assert.DoesNotContain("batch", text, StringComparison.Ordinal);
        Assert.Contains("orleans_catalog_activations{grain_type=\"campaign\"} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ObservableCounter_SeenTwice_HasItsOwnValue()
    {
        var sent = 7L;
        _meter.CreateObservableCounter("orleans-messaging-sent-local", () => sent);
        await TextAsync();
        sent = 9;

        Assert.Contains("# TYPE orleans_messaging_sent_local_total counter\norleans_messaging_sent_local_total 9\n", await TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Meters_OfAnotherSiloOfTheProcess_AreNotCopied()
    {
        using var other = new ScopeFactory();
        using var meter = new Meter("Microsoft.Orleans", null, null, other);
        meter.CreateCounter<int>("orleans-of-another").Add(1);

        Assert.DoesNotContain("orleans_of_another", await TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runtime_ThreadPool_IsAGaugeAlthoughDotNetCallsItACounter()
        => Assert.Contains("# TYPE dotnet_thread_pool_queue_length gauge\n", await TextAsync(), StringComparison.Ordinal);

    private async Task<string> TextAsync()
    {
        using var stream = new MemoryStream();
        await _registry.CollectAndExportAsTextAsync(stream, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private sealed class ScopeFactory : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
