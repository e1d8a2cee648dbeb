using System.Globalization;
using EmailCampaign.LoadTest.Children;

namespace EmailCampaign.LoadTest.Sinks;

/// <summary>A kind of sink, of which every run gets a new one: what the last one remembers slows nobody down, and its count is this run's.</summary>
/// <param name="Name">For people.</param>
/// <param name="StartAsync">Starts one.</param>
internal sealed record SinkKind(string Name, Func<CancellationToken, Task<ISink>> StartAsync)
{
    /// <summary>The one that is part of this program: it times the first mail and the last.</summary>
    public static SinkKind BuiltIn { get; } = new("built-in sink", static token => ChildSink.StartSmtpAsync([SinkChild.Verb], token));

    /// <summary>The same, whose queue ids are as long as servers may have them.</summary>
    public static SinkKind WithQueueIds(int length) => new(
        string.Create(CultureInfo.InvariantCulture, $"built-in sink with queue ids of {length} characters"),
        token => ChildSink.StartSmtpAsync([SinkChild.Verb, length.ToString(CultureInfo.InvariantCulture)], token));

    /// <summary>Resend's batch API, where each call takes a while.</summary>
    public static SinkKind Resend(TimeSpan each) => new(
        string.Create(CultureInfo.InvariantCulture, $"fake of Resend, {each.TotalMilliseconds:0} ms a call"),
        token => ChildSink.StartResendAsync([ResendChild.Verb, each.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)], token));

    /// <summary>Postfix's own.</summary>
    /// <param name="program">Path of smtp-sink(1).</param>
    public static SinkKind Postfix(string program) => new("postfix smtp-sink", token => PostfixSmtpSink.StartAsync(program, token));

    /// <summary>One that somebody else started.</summary>
    public static SinkKind Given(SmtpTarget target) => new($"{target.Host}:{target.Port.ToString(CultureInfo.InvariantCulture)}", _ => Task.FromResult<ISink>(new GivenSink(target)));
}
