namespace EmailCampaign.LoadTest.Sinks;

/// <summary>An SMTP server on this machine that somebody else started: nothing is known of what it took.</summary>
internal sealed class GivenSink(SmtpTarget target) : ISink
{
    public string Provider => "smtp";

    public IReadOnlyDictionary<string, string> Settings => target.Settings;

    public SmtpTarget? Smtp => target;

    public TimeSpan? Cpu => null;

    public Task<SinkCount?> CountAsync(CancellationToken cancellationToken) => Task.FromResult<SinkCount?>(null);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
