using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Prometheus;

namespace EmailCampaign.Silo.Endpoints;

/// <summary>A meter's instrument as a Prometheus metric.</summary>
internal sealed partial class RuntimeInstrument
{
    private static readonly double[] Seconds = Histogram.ExponentialBuckets(0.001, 4, 9);
    private static readonly double[] Sizes = Histogram.ExponentialBuckets(64, 4, 10);

    // Counters to .NET, and yet they go down.
    private static readonly string[] NoCounters = ["dotnet.thread_pool.thread.count", "dotnet.thread_pool.queue.length"];

    private const int MostKnown = 32;

    private readonly ConcurrentDictionary<string, Collector> _families = new();
    private readonly MetricFactory _factory;
    private readonly Kind _kind;
    private readonly double _scale;
    private readonly string _name;
    private readonly string _help;
    private readonly double[] _buckets;
    private readonly bool _observable;
    private readonly bool _counts;
    private volatile KnownSeries[] _series = [];
    private Dictionary<RuntimeLabels, double> _observed = [];
    private Dictionary<RuntimeLabels, double> _shown = [];

    public RuntimeInstrument(Instrument instrument, MetricFactory factory)
    {
        _factory = factory;
        _observable = instrument.IsObservable;
        _counts = instrument.GetType().Name == "UpDownCounter`1";
        _kind = KindOf(instrument);
        _scale = instrument.Unit == "ms" ? 0.001 : 1;
        _name = NameOf(instrument, _kind);
        _help = $"{instrument.Description ?? instrument.Name} ({instrument.Meter.Name})";
        _buckets = instrument.Unit is "bytes" or "By" ? Sizes : Seconds;
    }

    private enum Kind
    {
        Gauge = 0,
        Counter = 1,
        Histogram = 2,
    }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        value *= _scale;
        if (_observable)
        {
            // Tags that are left out may make several of one.
            var labels = RuntimeLabels.Of(tags);
            _observed[labels] = _observed.GetValueOrDefault(labels) + value;
            return;
        }

        if (_kind == Kind.Counter && value < 0)
        {
            return;
        }

        switch (Series(tags))
        {
            case Counter.Child counter:
                counter.Inc(value);
                break;
            case Gauge.Child gauge when _counts:
                gauge.Inc(value);
                break;
            case Gauge.Child gauge:
                gauge.Set(value);
                break;
            case Histogram.Child histogram:
                histogram.Observe(value);
                break;
        }
    }

    /// <summary>Shows what has been observed, and no longer what has not. By one caller at a time.</summary>
    public void Show()
    {
        var gone = _shown;
        (_shown, _observed) = (_observed, []);
        foreach (var (labels, value) in _shown)
        {
            gone.Remove(labels);
            switch (Family(labels))
            {
                case Counter counter:
                    counter.WithLabels(labels.Values).IncTo(value);
                    break;
                case Gauge gauge:
                    gauge.WithLabels(labels.Values).Set(value);
                    break;
            }
        }

        foreach (var labels in gone.Keys)
        {
            (Family(labels) as Gauge)?.RemoveLabelled(labels.Values);
        }
    }

    // Orleans measures several times in each call, mostly with the same few tags: their series are found without making labels of them.
    private ChildBase? Series(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var known = _series;
        foreach (var one in known)
        {
            if (one.Has(tags))
            {
                return one.Child;
            }
        }

        var labels = RuntimeLabels.Of(tags);
        ChildBase? child = Family(labels) switch
        {
            Counter counter => counter.WithLabels(labels.Values),
            Gauge gauge => gauge.WithLabels(labels.Values),
            Histogram histogram => histogram.WithLabels(labels.Values),
            _ => null,
        };
        if (known.Length < MostKnown)
        {
            // Of two at once one is found again later.
            _series = [.. known, KnownSeries.Of(tags, child)];
        }

        return child;
    }

    private static Kind KindOf(Instrument instrument) => instrument.GetType().Name switch
    {
        "Histogram`1" => Kind.Histogram,
        "Counter`1" or "ObservableCounter`1" when !NoCounters.Contains(instrument.Name) => Kind.Counter,
        _ => Kind.Gauge,
    };

    private static string NameOf(Instrument instrument, Kind kind)
    {
        var name = Separator().Replace(instrument.Name, "_");
        name += instrument.Unit switch
        {
            "ms" or "s" when !name.EndsWith("_seconds", StringComparison.Ordinal) => "_seconds",
            "By" or "bytes" when !name.EndsWith("_bytes", StringComparison.Ordinal) => "_bytes",
            _ => "",
        };
        return kind == Kind.Counter ? name + "_total" : name;
    }

    private Collector Family(RuntimeLabels labels) => _families.GetOrAdd(string.Join(',', labels.Names), (_, names) => _kind switch
    {
        Kind.Counter => _factory.CreateCounter(_name, _help, names),
        Kind.Histogram => _factory.CreateHistogram(_name, _help, names, new HistogramConfiguration { Buckets = _buckets }),
        _ => _factory.CreateGauge(_name, _help, names),
    }, labels.Names);

    // What is no label has any number of values, and makes no series of its own.
    private sealed record KnownSeries((string Key, bool IsLabel, object? Value)[] Tags, ChildBase? Child)
    {
        public static KnownSeries Of(ReadOnlySpan<KeyValuePair<string, object?>> tags, ChildBase? child)
        {
            var known = new (string, bool, object?)[tags.Length];
            for (var tag = 0; tag < tags.Length; tag++)
            {
                var (key, value) = tags[tag];
                var isLabel = RuntimeLabels.IsLabel(key);
                known[tag] = (key, isLabel, isLabel ? value : null);
            }

            return new(known, child);
        }

        public bool Has(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.Length != Tags.Length)
            {
                return false;
            }

            for (var tag = 0; tag < tags.Length; tag++)
            {
                var (key, isLabel, value) = Tags[tag];
                if (tags[tag].Key != key || (isLabel && !Equals(tags[tag].Value, value)))
                {
                    return false;
                }
            }

            return true;
        }
    }

    [GeneratedRegex("[^a-zA-Z0-9]", RegexOptions.None, 1000)]
    private static partial Regex Separator();
}
