using System.Reflection;
using EmailCampaign.Mail.Tracing;
using EmailCampaign.Silo.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace EmailCampaign.Silo.Hosting;

/// <summary>Sends the spans of <see cref="CampaignTraces"/> to a collector, when there is an address of one.</summary>
internal static class Tracing
{
    // The specification's variable; the exporter reads the others (headers, certificate, timeout) by itself.
    private const string StandardEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTracing(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection(TracingOptions.Section).Get<TracingOptions>() ?? new();
        if ((string.IsNullOrEmpty(options.Endpoint) ? configuration[StandardEndpoint] : options.Endpoint) is not { Length: > 0 } endpoint)
        {
            return;
        }

        // Whoever has a trace finds its log entries, and the other way round.
        services.Configure<LoggerFactoryOptions>(
            static logging => logging.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        services.AddOpenTelemetry().WithTracing(tracing => tracing
            .SetResourceBuilder(ResourceBuilder.CreateDefault().AddService(
                "email-campaign", serviceVersion: Assembly.GetExecutingAssembly().GetName().Version!.ToString(3)))
            .AddSource(CampaignTraces.SourceName)
            .SetSampler(new SliceSampler(options.SampleRatio))
            .AddOtlpExporter(exporter =>
            {
                exporter.Protocol = options.Protocol == "http" ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
                exporter.Endpoint = Address(endpoint, options.Protocol);
            }));
    }

    // The path of OTLP over HTTP (OpenTelemetry Protocol 1.x, "OTLP/HTTP request"), where the address names none.
    private static Uri Address(string endpoint, string protocol)
    {
        var address = new Uri(endpoint);
        return protocol == "http" && address.AbsolutePath == "/" ? new Uri(address, "/v1/traces") : address;
    }
}
