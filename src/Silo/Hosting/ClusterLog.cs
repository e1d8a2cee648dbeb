using EmailCampaign.Silo.Configuration;
using Microsoft.Extensions.Logging;

namespace EmailCampaign.Silo.Hosting;

/// <summary>The log of a cluster's silo: standard output, where whatever runs the process collects it.</summary>
internal static class ClusterLog
{
    public static ILoggingBuilder AddClusterLog(this ILoggingBuilder logging, LogOptions options)
    {
        const string Timestamp = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        if (options.Format == "json")
        {
            // The scopes hold the trace's id, where one is traced.
            logging.AddJsonConsole(static console
                => (console.TimestampFormat, console.UseUtcTimestamp, console.IncludeScopes) = (Timestamp.TrimEnd(), true, true));
        }
        else
        {
            logging.AddSimpleConsole(static console => (console.SingleLine, console.TimestampFormat, console.UseUtcTimestamp) = (true, Timestamp, true));
        }

        // At Information an HTTP client writes its addresses, and Orleans some hundred lines a start.
        return logging
            .SetMinimumLevel(LogLevel.Information)
            .AddFilter("Orleans", LogLevel.Warning)
            .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error) // warns at every start, counting from the machine's own
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("System", LogLevel.Warning)
            .AddFilter("Polly", LogLevel.Warning);
    }
}
