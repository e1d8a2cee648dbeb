using System.Diagnostics.Metrics;
using Prometheus;

namespace EmailCampaign.Silo.Endpoints;

/// <summary>
/// Copies the meters of Orleans and of the .NET runtime into a Prometheus registry: counters as counters, times in seconds, and only labels
/// whose values are known to be few.
/// </summary>
/// <remarks>
/// prometheus-net's own adapter makes gauges of counters, keeps the last value of a gauge that is no longer observed for minutes, and takes
/// every tag: Orleans has the addresses of silos in some, which are others after each restart.
/// </remarks>
internal sealed class RuntimeMeters : IDisposable
{
    // Counted up and down from the start of the listener, which is after the silo's; orleans_catalog_activations says the same and is read.
    private const string Miscounted = "orleans-grains";

    private readonly Lock _lock = new();
    private readonly MeterListener _listener = new();
    private readonly List<RuntimeInstrument> _observed = [];
    private bool _disposed;

    private RuntimeMeters(CollectorRegistry registry, IMeterFactory orleans)
    {
        var factory = Metrics.WithCustomRegistry(registry);
        factory.ExemplarBehavior = ExemplarBehavior.NoExemplars();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (IsWanted(instrument, orleans))
            {
                var copy = new RuntimeInstrument(instrument, factory);
                if (instrument.IsObservable)
                {
                    lock (_lock)
                    {
                        _observed.Add(copy);
                    }
                }

                listener.EnableMeasurementEvents(instrument, copy);
            }
        };
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, copy) => Record(copy, value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, copy) => Record(copy, value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, copy) => Record(copy, value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, copy) => Record(copy, value, tags));
        _listener.Start();
        registry.AddBeforeCollectCallback(Observe);
    }

    /// <param name="orleans">
    /// The silo's own meter factory. Every silo of a process has a meter named <c>Microsoft.Orleans</c>; its scope says whose it is.
    /// </param>
    public static IDisposable CopyTo(CollectorRegistry registry, IMeterFactory orleans) => new RuntimeMeters(registry, orleans);

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _listener.Dispose();
        }
    }

    private static bool IsWanted(Instrument instrument, IMeterFactory orleans) => instrument.Meter.Name switch
    {
        "Microsoft.Orleans" => ReferenceEquals(instrument.Meter.Scope, orleans) && instrument.Name != Miscounted,
        "System.Runtime" => true,
        _ => false,
    };

    private static void Record(object? copy, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            ((RuntimeInstrument)copy!).Record(value, tags);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            // Another instrument has the name already. This runs inside Orleans' own calls: a number is not worth one of them.
        }
    }

    // Two may collect at a time. A registry keeps its callbacks for good.
    private void Observe()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _listener.RecordObservableInstruments();
            _observed.ForEach(static instrument => instrument.Show());
        }
    }
}
