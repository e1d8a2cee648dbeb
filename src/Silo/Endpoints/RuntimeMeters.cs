using System.Diagnostics.Metrics;
using Prometheus;

namespace EmailCampaign.Silo.Endpoints;

/// <summary>Copies the meters of Orleans and of the .NET runtime into a Prometheus registry.</summary>
internal static class RuntimeMeters
{
    /// <param name="orleans">
    /// The silo's own meter factory. Every silo of a process has a meter named <c>Microsoft.Orleans</c>; its scope says whose it is.
    /// </param>
    public static IDisposable CopyTo(CollectorRegistry registry, IMeterFactory orleans)
        => MeterAdapter.StartListening(new MeterAdapterOptions
        {
            Registry = registry,
            MetricFactory = Metrics.WithCustomRegistry(registry), // the default writes to the process-wide registry, whatever Registry says
            InstrumentFilterPredicate = instrument => instrument.Meter.Name switch
            {
                "Microsoft.Orleans" => ReferenceEquals(instrument.Meter.Scope, orleans),
                "System.Runtime" => true,
                _ => false,
            },
        });
}
