using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;

namespace EmailCampaign.Silo.Hosting;

/// <summary>The silo's log: files in the data directory, a day or 10 MB each, the newest 14 kept; nothing on the console.</summary>
internal static partial class SiloLog
{
    public static ILoggingBuilder AddSiloLog(this ILoggingBuilder logging, string directory)
    {
        // At Information an HTTP client writes its addresses, and Orleans some hundred lines a start.
        var logger = new LoggerConfiguration()
            .MinimumLevel.Information()
            .MinimumLevel.Override("Orleans", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            .MinimumLevel.Override("Polly", LogEventLevel.Warning)
            .WriteTo.File(
                Path.Combine(directory, "silo-.log"),
                rollingInterval: RollingInterval.Day,
                fileSizeLimitBytes: 10 * 1024 * 1024,
                rollOnFileSizeLimit: true,
                retainedFileCountLimit: 14,
                formatProvider: CultureInfo.InvariantCulture,
                outputTemplate: "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {SourceContext}: {Message:lj} {TraceId}{NewLine}{Exception}")
            .CreateLogger();

        // The filter stands before Serilog too: a message that nobody wants is then not even formatted.
        return logging
            .SetMinimumLevel(LogLevel.Information)
            .AddFilter("Orleans", LogLevel.Warning)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("System", LogLevel.Warning)
            .AddFilter("Polly", LogLevel.Warning)
            .AddSerilog(logger, dispose: true);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Silo {ClusterId} is ready on loopback ports {SiloPort} and {GatewayPort} (sends: {Sends}).")]
    public static partial void SiloReady(this Microsoft.Extensions.Logging.ILogger logger, string clusterId, int siloPort, int gatewayPort, bool sends);

    [LoggerMessage(Level = LogLevel.Information, Message = "Silo of cluster {ClusterId} is ready on {Address}, ports {SiloPort} and {GatewayPort}.")]
    public static partial void ClusterSiloReady(this Microsoft.Extensions.Logging.ILogger logger, string clusterId, IPAddress address, int siloPort, int gatewayPort);

    [LoggerMessage(Level = LogLevel.Information, Message = "Silo stops: what is on the wire is waited for.")]
    public static partial void SiloStops(this Microsoft.Extensions.Logging.ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Silo stopped while mails were still on the wire: they are in doubt.")]
    public static partial void DrainTimedOut(this Microsoft.Extensions.Logging.ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "Draining failed; the silo stops all the same.")]
    public static partial void DrainFailed(this Microsoft.Extensions.Logging.ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The silo did not stop in order.")]
    public static partial void StopFailed(this Microsoft.Extensions.Logging.ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Reason}")]
    public static partial void MetricsUnavailable(this Microsoft.Extensions.Logging.ILogger logger, string reason, Exception exception);
}
