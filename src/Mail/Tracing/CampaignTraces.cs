using System.Diagnostics;

namespace EmailCampaign.Mail.Tracing;

/// <summary>
/// The spans of sending: <c>campaign</c> over <c>batch</c>; and for each slice a trace of its own, <c>slice</c> over <c>attempt</c> over
/// <c>provider.call</c>, linked to its batch. A campaign of a million mails in one trace could not be looked at, and slices are sampled.
/// </summary>
/// <remarks>
/// Attributes never hold an address, a subject, a reply's text or a secret. Without a listener nothing is made, and a start costs
/// nanoseconds.
/// </remarks>
public static class CampaignTraces
{
    /// <summary>Name of the source, for whoever listens.</summary>
    public const string SourceName = "EmailCampaign";

    public const string Campaign = "campaign";
    public const string Batch = "batch";
    public const string Slice = "slice";
    public const string Attempt = "attempt";
    public const string ProviderCall = "provider.call";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Starts a span that is held beside the calls that come and go: it does not become the current one.</summary>
    /// <param name="parent">The parent's <see cref="Activity.Id"/> (W3C traceparent); null starts a new trace.</param>
    /// <param name="link">Id of a span of another trace that it belongs to.</param>
    /// <returns>Null when nobody listens, or it is not sampled.</returns>
    public static Activity? StartBeside(string name, string? parent = null, string? link = null)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var current = Activity.Current;
        Activity.Current = null;
        try
        {
            return Sampled(Source.StartActivity(
                name, ActivityKind.Internal, Context(parent), links: link is null ? null : [new ActivityLink(Context(link))]));
        }
        finally
        {
            Activity.Current = current;
        }
    }

    /// <summary>Starts the current span under a parent that was handed over with a call.</summary>
    /// <param name="parent">The parent's id; null when it is not traced: neither is this then.</param>
    public static Activity? StartUnder(string? parent, string name)
        => parent is null ? null : Source.StartActivity(name, ActivityKind.Internal, Context(parent));

    /// <summary>Starts a call to a provider under the current span; null when there is none.</summary>
    /// <param name="server">Host and port.</param>
    public static Activity? StartCall(string server)
    {
        if (Activity.Current is not { Recorded: true } || !Source.HasListeners())
        {
            return null;
        }

        return Source.StartActivity(ProviderCall, ActivityKind.Client)?.SetTag("server.address", server);
    }

    private static Activity? Sampled(Activity? activity)
    {
        if (activity is { Recorded: false })
        {
            activity.Dispose();
            return null;
        }

        return activity;
    }

    private static ActivityContext Context(string? id) => ActivityContext.TryParse(id, null, out var context) ? context : default;
}
