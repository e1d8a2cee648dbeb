using System.ComponentModel.DataAnnotations;

namespace EmailCampaign.Silo.Configuration;

/// <summary>Where traces are sent. Bound from <c>Tracing</c>.</summary>
/// <remarks>
/// What the exporter needs besides (headers with a key, a certificate, a proxy) it takes from the variables of the OpenTelemetry
/// specification, such as <c>OTEL_EXPORTER_OTLP_HEADERS</c>.
/// </remarks>
public sealed class TracingOptions
{
    public const string Section = "Tracing";

    /// <summary>
    /// Address of a collector that takes OTLP, such as <c>http://127.0.0.1:4317</c>. Default: that of <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>; without
    /// either nothing is traced.
    /// </summary>
    [HttpAddress]
    public string? Endpoint { get; set; }

    /// <summary><c>grpc</c> (the default; port 4317 at most collectors) or <c>http</c> (protobuf over HTTP; port 4318).</summary>
    [AllowedValues("grpc", "http")]
    public string Protocol { get; set; } = "grpc";

    /// <summary>Share of the slices that are traced, 0 to 1. Campaigns and batches always are: they are few. Default: 0.1.</summary>
    [Range(0.0, 1.0)]
    public double SampleRatio { get; set; } = 0.1;
}
